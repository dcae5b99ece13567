namespace EdgeProbe.Capture.Reports;

/// <summary>Everything that was not understood, given up, voided or left out, by name.</summary>
internal static class ReplayCounters
{
    public static IEnumerable<(string Name, long Value)> Of(Replay replay) =>
        [.. OfParser(replay).Concat(OfFlows(replay)).Concat(OfBook(replay))];

    private static IEnumerable<(string Name, long Value)> OfParser(Replay replay) => replay.Parsed.Named().Select(c => (c.Key, c.Value));

    private static IEnumerable<(string Name, long Value)> OfFlows(Replay replay)
    {
        var c = replay.Stage.Counters;
        yield return ("own_packets", c.OwnPackets);
        yield return ("mirror_duplicates", c.MirrorDuplicates);
        yield return ("clock_steps", c.ClockSteps);
        yield return ("voided", c.Voided);
        yield return ("impossible_delays", c.ImpossibleDelays);
        yield return ("flows_evicted", c.FlowsEvicted);
        yield return ("connecting_evicted", c.EmbryosEvicted);
        yield return ("source_capped", c.SourceCapped);
        yield return ("segments_not_armed", c.SegmentsNotArmed);
        yield return ("holes_given_up", c.HolesGivenUp);
        yield return ("directions_not_located", replay.Stage.TroubleRefused);
        yield return ("sequence_jumps", c.SequenceJumps);
        yield return ("stray_resets", c.StrayResets);
        yield return ("proxy_hints", c.ProxyHints);
        yield return ("queries_evicted", c.QueriesEvicted);
        yield return ("echoes_evicted", c.EchoesEvicted);
        yield return ("quic_flows_evicted", c.QuicFlowsEvicted);
        yield return ("streams_evicted", c.StreamsEvicted);
        yield return ("streams_rejected", c.StreamsRejected);
        yield return ("spin_edges_rejected", c.SpinEdgesRejected);
        yield return ("unknown_side_packets", c.UnknownSidePackets);
        yield return ("local_packets", c.LocalPackets);
    }

    private static IEnumerable<(string Name, long Value)> OfBook(Replay replay)
    {
        var c = replay.Stage.Counters;
        yield return ("connections_omitted", c.ConnectionsOmitted);
        yield return ("tls_omitted", c.HellosOmitted);
        yield return ("dns_omitted", c.QueriesOmitted);
        yield return ("quic_omitted", c.QuicOmitted);
        yield return ("rtp_omitted", c.StreamsOmitted);
        yield return ("samples_not_kept", replay.Book.Samples.NotKept);
    }
}
