using EdgeProbe.Collector.Fleet;
using EdgeProbe.Collector.Passive;
using EdgeProbe.Collector.Scores;
using EdgeProbe.Collector.Store;
using EdgeProbe.Scoring.Indicators;

namespace EdgeProbe.Collector.Api.Views;

/// <summary>Puts a probe's passive series into REST's words.</summary>
internal static class PassiveMaker
{
    /// <summary>The name in a birth's capabilities that says that the customer's traffic is measured.</summary>
    public const string Capability = "passive";

    // Consent that is missing and a capture that fails look the same from here; the probe knows which.
    private const string Off = "Passive measurement is off for this site: it needs the customer's consent in the probe's settings (edgeprobe doctor on the probe says what is missing).";
    private const string OffNow = "Passive measurement is off for this site now and was on before: consent was taken back, or its capture does not run (edgeprobe doctor on the probe says which).";
    private const string Silent = "Passive measurement is on for this site, and nothing was seen of the customer's traffic in the last five minutes.";

    /// <summary>Whether the store may hold anything; without it nothing needs to be read.</summary>
    public static bool MayHave(ProbeFacts facts) => IsOn(facts) || HasTests(facts);

    /// <param name="facts">What the probe says of itself.</param>
    /// <param name="rows">Rows of the five minutes before <paramref name="endMs"/>.</param>
    /// <param name="endMs">Unix milliseconds.</param>
    public static PassiveView Of(ProbeFacts facts, IEnumerable<WindowRow> rows, long endMs)
    {
        var spans = new PassiveSpans(rows);
        if (spans.IsEmpty)
        {
            return IsOn(facts)
                ? new PassiveView { State = PassiveState.Silent, Note = Silent }
                : new PassiveView { State = PassiveState.Off, Note = HasTests(facts) ? OffNow : Off };
        }

        return new PassiveView
        {
            State = PassiveState.On,
            From = At(endMs - PassiveSpans.LengthMs),
            To = At(endMs),
            Lan = Side(spans, Segment.Lan),
            Wan = Side(spans, Segment.Wan),
            Traffic = spans.Capture.IsEmpty ? null : PassiveCounts.Traffic(spans),
            Capture = spans.Capture.IsEmpty ? null : PassiveCounts.Capture(spans),
        };
    }

    public static PassiveView Unreadable(string problem) =>
        new() { State = PassiveState.Unknown, Note = $"What was measured of the customer's traffic cannot be read now: {problem}" };

    private static bool IsOn(ProbeFacts facts) => facts.Birth?.Capabilities.Contains(Capability) ?? false;

    private static bool HasTests(ProbeFacts facts) => facts.Birth?.Tests.Any(t => t.Kind.IsPassive()) ?? false;

    private static PassiveSideView? Side(PassiveSpans spans, Segment side)
    {
        if (!spans.Has(side)) return null;
        TestSpan? Of(PassiveSeries series) => spans.Of(series, side);
        return new PassiveSideView
        {
            TcpConnect = Of(PassiveSeries.TcpConnect) is { } tcp ? Connect(tcp) : null,
            QuicConnect = Of(PassiveSeries.QuicConnect) is { } quic ? Connect(quic) : null,
            TcpRtt = Of(PassiveSeries.TcpRtt) is { } rtt ? Delays(rtt) : null,
            TcpRttUnderLoad = Of(PassiveSeries.LoadedTcpRtt) is { } loaded ? Delays(loaded) : null,
            QuicRtt = Of(PassiveSeries.QuicRtt) is { } spin ? Delays(spin) : null,
            TcpLoss = PassiveCounts.Loss(Of(PassiveSeries.TcpRtt)?.Counts, CaptureTrust.Doubt(spans.Capture) is null),
            Dns = Of(PassiveSeries.Dns) is { } dns ? Dns(dns) : null,
            Tls = Of(PassiveSeries.Tls) is { } tls ? Tls(tls) : null,
            Rtp = Of(PassiveSeries.Rtp) is { } rtp ? Rtp(rtp) : null,
            Icmp = Of(PassiveSeries.Echo) is { } echo ? Icmp(echo) : null,
        };
    }

    private static PassiveDelayView Delays(TestSpan span) => Fill(new PassiveDelayView { Test = span.Test.Id }, span);

    private static PassiveConnectView Connect(TestSpan span) => Fill(
        new PassiveConnectView
        {
            Test = span.Test.Id, Attempts = span.Sent, Failed = span.Failed, Unanswered = span.Lost,
            SynRetries = PassiveCounts.Of(span, Counter.SynRetries), Ambiguous = PassiveCounts.Of(span, Counter.AmbiguousConnects),
            ProxyHints = PassiveCounts.Of(span, Counter.ProxyHints),
        },
        span);

    private static PassiveDnsView Dns(TestSpan span) => Fill(
        new PassiveDnsView
        {
            Test = span.Test.Id, Queries = span.Sent, Timeouts = span.Lost, Failed = span.Failed,
            Retries = PassiveCounts.Of(span, Counter.QueryRetries), Truncated = PassiveCounts.Of(span, Counter.TruncatedAnswers),
            Unasked = PassiveCounts.Of(span, Counter.UnaskedAnswers), Late = PassiveCounts.Of(span, Counter.LateAnswers), Rcodes = PassiveCounts.Rcodes(span),
        },
        span);

    private static PassiveTlsView Tls(TestSpan span) => Fill(
        new PassiveTlsView
        {
            Test = span.Test.Id, Hellos = span.Sent, Failed = span.Failed, Unanswered = span.Lost,
            Alerts = PassiveCounts.Of(span, Counter.TlsAlerts), HelloRetries = PassiveCounts.Of(span, Counter.HelloRetries),
        },
        span);

    private static PassiveRtpView Rtp(TestSpan span)
    {
        var bounds = span.Sent == 0 ? ((double Low, double High)?)null : Confidence.Wilson(span.Lost, span.Sent);
        var view = new PassiveRtpView
        {
            Test = span.Test.Id, Expected = span.Sent, Lost = span.Lost, LossPercent = span.Sent == 0 ? null : 100 * span.LossShare,
            LossLowPercent = 100 * bounds?.Low, LossHighPercent = 100 * bounds?.High, LossBursts = PassiveCounts.Of(span, Counter.LossBursts),
            JitterMs = PassiveCounts.Of(span, Counter.InterarrivalJitterUs) is > 0 and var us ? us / 1000.0 : null,
            Streams = PassiveCounts.Of(span, Counter.Streams),
        };
        return Fill(view, span);
    }

    private static PassiveIcmpView Icmp(TestSpan span) => Fill(
        new PassiveIcmpView { Test = span.Test.Id, Requests = span.Sent, Unanswered = span.Lost, Errors = PassiveCounts.Errors(span) }, span);

    private static T Fill<T>(T view, TestSpan span) where T : PassiveDelayView
    {
        var figures = WindowFigures.Of(span.Delays);
        return (T)(view with
        {
            Count = span.Delays.Count,
            MinMs = figures?.Min,
            P50Ms = figures?.P50,
            P95Ms = figures?.P95,
            P99Ms = figures?.P99,
            MaxMs = figures?.Max,
            NewestData = At(span.NewestMs),
        });
    }

    private static DateTimeOffset At(long unixMs) => DateTimeOffset.FromUnixTimeMilliseconds(unixMs);
}
