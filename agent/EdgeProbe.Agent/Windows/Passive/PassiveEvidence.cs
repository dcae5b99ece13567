namespace EdgeProbe.Agent.Windows.Passive;

/// <summary>Of how many of the customer's packets a set of counters speaks, and which of them speak of nobody.</summary>
internal static class PassiveEvidence
{
    /// <summary>Packets of the customer behind the counters, each counted once at most; attempts are not among them.</summary>
    public static ulong Packets(CounterSet counts)
    {
        var packets = counts[Counter.Segments] + counts[Counter.KeepAlives]
            + counts[Counter.PacketsUp] + counts[Counter.PacketsDown] + counts[Counter.LocalPackets] + counts[Counter.UnknownSidePackets]
            + counts[Counter.QueryRetries] + counts[Counter.UnaskedAnswers]
            + counts[Counter.SynRetries] + counts[Counter.AmbiguousConnects];
        for (var error = Counter.NetworkUnreachable; error <= Counter.OtherUnreachable; error++) packets += counts[error];
        return packets;
    }

    /// <summary>Whether there is nothing but what the capture counts of itself.</summary>
    public static bool IsOfTheCapture(CounterSet counts)
    {
        for (var i = 0; i < Counters.Capacity; i++)
        {
            if (counts[(Counter)i] > 0 && !IsOfTheCapture((Counter)i)) return false;
        }

        return true;
    }

    public static void CopyOfTheCapture(CounterSet from, CounterSet into)
    {
        for (var i = 0; i < Counters.Capacity; i++)
        {
            if (IsOfTheCapture((Counter)i)) into.Add((Counter)i, from[(Counter)i]);
        }
    }

    private static bool IsOfTheCapture(Counter counter) => counter is Counter.FramesReceived or Counter.FramesDropped
        or Counter.ObservationsDropped or Counter.PacketsSampledOut or Counter.FramesNotUnderstood or Counter.OwnPackets or Counter.Misplaced;
}
