namespace EdgeProbe.Capture.Flows;

/// <summary>Once a second: what the stage's own counters have gained goes to the series that they belong to.</summary>
internal sealed class CounterReport(FlowContext context)
{
    private readonly long[] _told = new long[Counters.Capacity];

    public void Tell()
    {
        var c = context.Counters;
        TellData();
        Gained(Counter.FlowsEvicted, c.FlowsEvicted + c.EmbryosEvicted);
        Gained(Counter.MirrorDuplicates, c.MirrorDuplicates);
        Gained(Counter.OneSidedFlows, c.OneSidedFlows);
        Gained(Counter.Flows, c.FlowsOpened);
        Gained(Counter.OwnPackets, c.OwnPackets);
        Gained(Counter.Voided, c.Voided);
        Gained(Counter.ImpossibleDelays, c.ImpossibleDelays);
        Gained(Counter.UnknownSidePackets, c.UnknownSidePackets);
        Gained(Counter.LocalPackets, c.LocalPackets);
        if (context.IsMisplaced) context.Sink.Count(PassiveSeries.Traffic, Side.Unknown, context.NowNs, Counter.Misplaced, 1);
    }

    private void TellData()
    {
        if (context.Segments == 0) return;
        // Data that passes the probe has one side behind it and one before it.
        foreach (var side in Sides)
        {
            context.Count(PassiveSeries.TcpRtt, side, Counter.PayloadBytes, context.PayloadBytes);
            context.Count(PassiveSeries.TcpRtt, side, Counter.Segments, context.Segments);
        }

        (context.PayloadBytes, context.Segments) = (0, 0);
    }

    private static readonly Side[] Sides = [Side.Lan, Side.Wan];

    private void Gained(Counter counter, long total)
    {
        var gained = total - _told[(int)counter];
        if (gained <= 0) return;
        _told[(int)counter] = total;
        context.Sink.Count(PassiveSeries.Traffic, Side.Unknown, context.NowNs, counter, (ulong)gained);
    }
}
