namespace EdgeProbe.Capture.Reports;

/// <summary>Everything that was not understood, given up, voided or left out, by name.</summary>
internal static class ReplayCounters
{
    /// <summary>In a stable order: the parser's, the flow stage's, the document's own.</summary>
    public static void Tell(Replay replay, Action<string, long> tell)
    {
        foreach (var (name, value) in replay.Parsed.Named()) tell(name, value);
        TellFlows(replay, tell);
        TellBook(replay, tell);
    }

    private static void TellFlows(Replay replay, Action<string, long> tell)
    {
        var c = replay.Stage.Counters;
        tell("own_packets", c.OwnPackets);
        tell("mirror_duplicates", c.MirrorDuplicates);
        tell("clock_steps", c.ClockSteps);
        tell("voided", c.Voided);
        tell("impossible_delays", c.ImpossibleDelays);
        tell("flows_evicted", c.FlowsEvicted);
        tell("connecting_evicted", c.EmbryosEvicted);
        tell("source_capped", c.SourceCapped);
        tell("segments_not_armed", c.SegmentsNotArmed);
        tell("holes_given_up", c.HolesGivenUp);
        tell("directions_not_located", replay.Stage.TroubleRefused);
        tell("sequence_jumps", c.SequenceJumps);
        tell("stray_resets", c.StrayResets);
        tell("proxy_hints", c.ProxyHints);
        tell("queries_evicted", c.QueriesEvicted);
        tell("echoes_evicted", c.EchoesEvicted);
        tell("quic_flows_evicted", c.QuicFlowsEvicted);
        tell("streams_evicted", c.StreamsEvicted);
        tell("streams_rejected", c.StreamsRejected);
        tell("spin_edges_rejected", c.SpinEdgesRejected);
        tell("unknown_side_packets", c.UnknownSidePackets);
        tell("local_packets", c.LocalPackets);
    }

    private static void TellBook(Replay replay, Action<string, long> tell)
    {
        var c = replay.Stage.Counters;
        tell("connections_omitted", c.ConnectionsOmitted);
        tell("tls_omitted", c.HellosOmitted);
        tell("dns_omitted", c.QueriesOmitted);
        tell("quic_omitted", c.QuicOmitted);
        tell("rtp_omitted", c.StreamsOmitted);
        tell("samples_not_kept", replay.Book.Samples.NotKept);
    }
}
