namespace EdgeProbe.Contract;

/// <summary>One sample in bytes: the fields in the order of their numbers.</summary>
public static partial class SampleCodec
{
    private static void Write(ref ProtoWriter writer, Sample sample, ulong windowsSincePrevious)
    {
        var start = writer.Begin(8);
        writer.Number(1, sample.Test);
        writer.Number(2, windowsSincePrevious);
        writer.Number(3, sample.Sent);
        writer.Number(4, sample.Received);
        WriteDelays(ref writer, sample.Delays, sample.IpdvMicroseconds);
        writer.Number(12, (ulong)sample.Reason);
        writer.Number(13, sample.Duplicate);
        writer.Number(14, sample.Reordered);
        writer.Number(15, sample.Late);
        WriteSlots(ref writer, sample.Slots);
        WriteCounters(ref writer, sample);
        WriteKind(ref writer, sample);
        WriteCounts(ref writer, sample.Counts);
        writer.End(start);
    }

    // One answer is told by its delay alone: mean, maximum and bucket follow from it.
    private static void WriteDelays(ref ProtoWriter writer, DelaySketch delays, uint? ipdv)
    {
        if (delays.Zero > 0) throw new ArgumentException("A sketch holds delays under 1 us; a measured delay is at least 1 us.", nameof(delays));
        if (delays.Count > 0) writer.Number(5, delays.Min);
        if (delays.Count < 2) return;
        writer.Number(6, MeanOf(delays));
        writer.Number(7, delays.Max);
        writer.Present(8, ipdv);
        SketchLayout.Write(ref writer, delays);
    }

    private static ulong MeanOf(DelaySketch delays) => (delays.Sum + (ulong)delays.Count / 2) / (ulong)delays.Count;

    private static void WriteSlots(ref ProtoWriter writer, IReadOnlyList<Slot> slots)
    {
        if (slots.Count == 0) return;
        if (slots.Count > ContractLimits.MaxSlots)
            throw new ArgumentException($"A sample holds {slots.Count} slots; it may hold {ContractLimits.MaxSlots}.", nameof(slots));
        var start = writer.Begin(16);
        for (var i = 0; i < slots.Count; i++) writer.Varint(((ulong)slots[i].Attempts << 2) | (byte)slots[i].State);
        writer.End(start);
    }

    private static void WriteCounters(ref ProtoWriter writer, Sample sample)
    {
        writer.Number(17, sample.Failed);
        writer.Number(18, sample.LossEpisodes);
        writer.Number(19, sample.Invalid);
        writer.Number(20, sample.NotAttempted);
        writer.Number(21, sample.LostUp);
        writer.Number(22, sample.LostDown);
    }

    private static void WriteKind(ref ProtoWriter writer, Sample sample)
    {
        writer.PresentSigned(23, sample.OneWay?.UpMicroseconds);
        writer.PresentSigned(24, sample.OneWay?.DownMicroseconds);
        writer.Present(25, sample.OneWay?.ErrorMicroseconds);
        writer.Present(26, sample.Code);
        writer.Number(27, sample.Failures.Dns);
        writer.Number(28, sample.Failures.Tcp);
        writer.Number(29, sample.Failures.Tls);
        writer.Number(30, sample.Failures.Http);
        writer.Number(31, sample.Failures.Content);
        writer.Present(32, sample.Http?.Resolve);
        writer.Present(33, sample.Http?.Connect);
        writer.Present(34, sample.Http?.Tls);
        writer.Present(35, sample.Http?.FirstByte);
        writer.PresentSigned(36, sample.Http?.CertificateDaysLeft);
        if (sample.Path is { } path) writer.PresentFixed64(37, path.Hash);
        writer.Number(38, sample.Path?.Hops ?? 0);
        writer.Number(39, sample.Path?.Answering ?? 0);
        writer.Number(40, (ulong)sample.Flags);
        writer.Number(41, sample.Addresses);
        writer.Number(42, sample.AddressesAnswering);
        writer.Fixed64(46, sample.Path?.FirstHop ?? 0);
    }

    // Asked for number by number, since an enumerator would be allocated.
    private static void WriteCounts(ref ProtoWriter writer, CounterSet? counts)
    {
        if (counts is null || counts.IsEmpty) return;
        var start = writer.Begin(45);
        for (var number = 1; number < Counters.Capacity; number++)
        {
            var value = counts[(Counter)number];
            if (value == 0) continue;
            writer.Varint((ulong)number);
            writer.Varint(value);
        }

        writer.End(start);
    }
}
