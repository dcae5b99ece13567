using EdgeProbe.Capture.Flows.Records;
using EdgeProbe.Capture.Observations;

namespace EdgeProbe.Capture.Flows;

/// <summary>
/// From the first segment of the ClientHello to the first of the server's answer (RFC 8446 section 4.1): the way and the server's thought.
/// A HelloRetryRequest is an answer. An alert before any answer is a handshake that failed.
/// </summary>
internal sealed partial class TcpStage
{
    // RFC 8446 section 6: level 2 is fatal.
    private const byte Fatal = 2;

    private void TakeTls(ref TcpFlow flow, int half, in Observation seen)
    {
        switch (seen.Tcp.Tls)
        {
            case TlsShape.ClientHello when half == 0 && !flow.Is(TcpFlowFlags.HelloSeen):
                BeginHello(ref flow, seen);
                break;
            case TlsShape.ServerHello or TlsShape.HelloRetryRequest when half == 1 && flow.Is(TcpFlowFlags.HelloSeen):
                AnswerHello(ref flow, seen);
                break;
            case TlsShape.Alert when flow.Is(TcpFlowFlags.HelloSeen):
                TakeAlert(ref flow, seen);
                break;
        }
    }

    private void BeginHello(ref TcpFlow flow, in Observation seen)
    {
        flow.Flags |= TcpFlowFlags.HelloSeen;
        flow.HelloNs = seen.TimeNs;
        if (_book is null) return;
        flow.HelloRecord = _book.Hellos.Add();
        if (flow.HelloRecord < 0)
        {
            _context.Counters.HellosOmitted++;
            return;
        }

        ref var record = ref _book.Hellos[flow.HelloRecord];
        (record.Client, record.ClientPort, record.Server, record.ServerPort) = (seen.Source, seen.SourcePort, seen.Destination, seen.DestinationPort);
        (record.StartNs, record.HelloNs, record.ServerSide) = (seen.TimeNs, -1, flow.ServerSide);
    }

    private void AnswerHello(ref TcpFlow flow, in Observation seen)
    {
        var isRetry = seen.Tcp.Tls == TlsShape.HelloRetryRequest;
        if (isRetry && !flow.Is(TcpFlowFlags.HelloRetried))
        {
            flow.Flags |= TcpFlowFlags.HelloRetried;
            _context.Count(PassiveSeries.Tls, flow.ServerSide, Counter.HelloRetries);
            if (flow.HelloRecord >= 0) _book!.Hellos[flow.HelloRecord].HasRetry = true;
        }

        if (flow.Is(TcpFlowFlags.HelloAnswered)) return;
        flow.Flags |= TcpFlowFlags.HelloAnswered;
        var took = seen.TimeNs - flow.HelloNs;
        if (flow.HelloNs < 0 || !_context.IsPossible(took)) return;
        _context.Answered(PassiveSeries.Tls, flow.ServerSide, took);
        if (flow.HelloRecord >= 0) _book!.Hellos[flow.HelloRecord].HelloNs = took;
    }

    private void TakeAlert(ref TcpFlow flow, in Observation seen)
    {
        var isUnanswered = !flow.Is(TcpFlowFlags.HelloAnswered);
        if (!isUnanswered && seen.Tcp.AlertLevel != Fatal) return;
        _context.Count(PassiveSeries.Tls, flow.ServerSide, Counter.TlsAlerts);
        if (flow.HelloRecord >= 0) _book!.Hellos[flow.HelloRecord].Alerts++;
        if (!isUnanswered) return;
        flow.Flags |= TcpFlowFlags.HelloAnswered;
        _context.Failed(PassiveSeries.Tls, flow.ServerSide, Reason.TlsHandshakeFailed, seen.Tcp.AlertDescription);
    }
}
