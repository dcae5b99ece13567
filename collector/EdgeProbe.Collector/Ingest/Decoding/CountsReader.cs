using EdgeProbe.Contract;

namespace EdgeProbe.Collector.Ingest.Decoding;

/// <summary>Reads the counters of a passive series: pairs of number and value by ascending numbers.</summary>
internal static class CountsReader
{
    /// <param name="wire">As decoded; its length is within <see cref="ContractLimits.MaxCounters"/> already.</param>
    /// <param name="counts">Null when there are none, or none that this version knows.</param>
    /// <param name="unknown">Counters of a newer agent: kept out, since nobody here can say whether they add up.</param>
    /// <param name="reason">What is wrong when it is false.</param>
    public static bool TryRead(IReadOnlyList<ulong> wire, out CounterSet? counts, out int unknown, out QuarantineReason reason)
    {
        (counts, unknown) = (null, 0);
        reason = QuarantineReason.CountersMalformed;
        if (wire.Count % 2 != 0) return false;
        var before = 0UL;
        for (var i = 0; i < wire.Count; i += 2)
        {
            var (number, value) = (wire[i], wire[i + 1]);
            reason = QuarantineReason.CountersMalformed;
            if (number <= before) return false;
            before = number;
            reason = QuarantineReason.ValueOutOfRange;
            if (!IsKnown(number)) unknown++;
            else if (value > ContractLimits.MaxCounterValue) return false;
            else if (value > 0) (counts ??= new CounterSet()).Add((Counter)number, value);
        }

        return true;
    }

    private static bool IsKnown(ulong number) => number < Counters.Capacity && Enum.IsDefined((Counter)number);
}
