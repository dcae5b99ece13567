using EdgeProbe.Collector.Store;
using EdgeProbe.Scoring.Apps;
using EdgeProbe.Scoring.Blame;
using EdgeProbe.Scoring.Indicators;
using EdgeProbe.Scoring.Profiles;

namespace EdgeProbe.Collector.Scores;

/// <summary>Cuts a window's score by the ladder that was measured in it. Stateless.</summary>
internal sealed class BlameMaker(ScoreProfile profile, Persona persona)
{
    // DNS and TCP one each, TLS two, the request and one to open the congestion window: what a page of 100 kB takes.
    private const double RoundTrips = 6;

    // A server that thinks no longer, or a transfer that takes no longer, is not held against anybody. The decision page "blame, live" says why.
    private const double HealthyThinkSeconds = 0.1;
    private const double HealthyTransferSeconds = 0.1;

    // The congestion window opens in round trips, and of those a page of 100 kB takes two more.
    private const double OpeningRoundTrips = 2;
    private const double FastestTransaction = 0.01;

    /// <param name="window">What is cut.</param>
    /// <param name="ladder">The points of its way.</param>
    /// <param name="path">The end-to-end span.</param>
    /// <param name="web">The checks that web was made from.</param>
    /// <param name="day">The trailing day.</param>
    /// <param name="apps">Scores of the apps, each at its own place.</param>
    public ProbeBlame Of(ScoreWindow window, in Ladder ladder, AppInputs path, AppInputs web, in LineDay day, AppScore[] apps)
    {
        var floors = window.Floors.Of(window.EndMs, ladder);
        var (known, _) = day.Newest(window.Slots, ScoreWindow.SlotCount);
        var inputs = new BlameInputs
        {
            Persona = persona,
            RepairNeverHarms = true,
            Cumulative = ladder.Points,
            Measured = ladder.Measured,
            FloorsMs = floors,
            Burst = path.Span!.BurstRatio,
            Web = Transaction(ladder, path.Span, web.Span, floors),
            Stream = null,
            OutageSeconds = day.OutageSeconds(window.Slots, ScoreWindow.SlotCount),
            ObservedSeconds = Seconds(known),
            Day = new OutageTime(day.OutageSeconds(window.Slots, day.Count), Seconds(day.Observed)),
            AvailabilityKnown = apps[(int)App.Availability].Score.Value is not null,
        };
        var report = BlameReport.Of(profile, inputs);
        return new ProbeBlame(report, Shown(floors, ladder.Measured), IsThin(path, apps), NoteOf(report.Groups, path)) { ProvenLoss = ladder.ProvenLoss };
    }

    // Nothing observed is no outage, and no division by nothing.
    private static double Seconds(int slots) => Math.Max(1, slots) * Window.SlotMs / 1000.0;

    private static WebTransaction? Transaction(in Ladder ladder, TestSpan path, TestSpan? web, in BySegment<double> floorsMs)
    {
        if (web is not { Sent: > 0 }) return null;
        var distance = 0.0;
        foreach (var floor in floorsMs) distance += floor / 1000;
        var roundTrip = path.Delays.Quantile(0.5) / 1e6 ?? 0;
        return new WebTransaction(
            web.Delays.Quantile(0.75) / 1e6 ?? FastestTransaction,
            RoundTrips,
            // The first byte waits for its own round trip, which is the path's.
            Math.Max(0, web.FirstByteSeconds - roundTrip),
            HealthyThinkSeconds,
            HealthyTransferSeconds + OpeningRoundTrips * distance,
            (double)web.Unsuccessful / web.Sent,
            ladder.Fault is { Kind: FaultVerdictKind.Down } fault ? fault.First : Segment.Service);
    }

    // Where packets were lost or waited is plain long before a score is certain to ten points: it needs enough of them to know their tail, over
    // half of the window, and of now.
    private static bool IsThin(AppInputs path, AppScore[] apps) =>
        path.Span!.Sent < Confidence.FewestFor(0.95) || path.Coverage < 0.5 || apps[(int)App.VideoCall].Score.State <= ScoreState.Stale;

    private static PerSegment Shown(in BySegment<double> floors, int measured)
    {
        var copy = floors;
        // A segment is blamed by itself when the point before it was measured; the first always is.
        return new PerSegment(copy[0], Of(1), Of(2), Of(3));

        double? Of(int segment) => (measured & (1 << (segment - 1))) != 0 ? copy[segment] : null;
    }

    private static string? NoteOf(IReadOnlyList<SegmentShare> groups, AppInputs path)
    {
        string? note = null;
        for (var i = 0; i < groups.Count; i++)
        {
            if (!groups[i].IsMerged) continue;
            var words = $"{groups[i].Name} cannot be told apart, since no point between them was measured";
            note = note is null ? words : $"{note}; {words}";
        }

        return path.ToService ? note : $"{note}; no service was measured";
    }
}
