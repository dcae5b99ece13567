using EdgeProbe.Capture.Observations;

namespace EdgeProbe.Capture.Flows;

/// <summary>
/// Hints that something on the way answers for the server (a transparent proxy, a performance-enhancing proxy, RFC 3135): the SYN-ACK has
/// come another number of hops than the data, or data takes far longer than the set-up did. A hint, never a verdict.
/// </summary>
internal sealed partial class TcpStage
{
    // Fewer round trips than this may all have met a queue.
    private const int EnoughSamples = 8;
    private const int SlowerThanConnect = 3;

    // Below this the data's own processing outweighs the way.
    private const long NotableNs = 5_000_000;

    private void CompareTtl(ref TcpFlow flow, in Observation seen)
    {
        if (flow.SynAckTimeToLive == 0) return;
        flow.Flags |= TcpFlowFlags.JudgedForProxy;
        if (flow.SynAckTimeToLive == seen.TimeToLive) return;
        flow.Flags |= TcpFlowFlags.TtlHint;
        Hint(flow);
    }

    private void JudgeProxy(ref TcpFlow flow)
    {
        ref var toServer = ref flow.Halves[0];
        if (flow.ServerConnectNs <= 0 || toServer.RttSamples < EnoughSamples || flow.Is(TcpFlowFlags.RttHint)) return;
        if (toServer.SmallestRttNs <= flow.ServerConnectNs * SlowerThanConnect + NotableNs) return;
        flow.Flags |= TcpFlowFlags.RttHint;
        if (!flow.Is(TcpFlowFlags.TtlHint)) Hint(flow);
    }

    private void Hint(in TcpFlow flow)
    {
        _context.Counters.ProxyHints++;
        _context.Count(PassiveSeries.TcpConnect, flow.ServerSide, Counter.ProxyHints);
    }
}
