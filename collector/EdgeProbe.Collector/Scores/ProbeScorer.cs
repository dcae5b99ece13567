using EdgeProbe.Collector.Store;
using EdgeProbe.Scoring.Apps;
using EdgeProbe.Scoring.Blame;
using EdgeProbe.Scoring.Composite;
using EdgeProbe.Scoring.Profiles;

namespace EdgeProbe.Collector.Scores;

/// <summary>Makes a probe's score from its window. Pure: the same window gives the same score. Thread-safe.</summary>
public sealed class ProbeScorer(ScoreProfile profile, Persona persona)
{
    private readonly AppScorer _apps = new(profile, persona);
    private readonly BlameMaker _blame = new(profile, persona);

    public ScoreProfile Profile => profile;

    public Persona Persona => persona;

    public ProbeScore Of(ScoreWindow window)
    {
        Span<ulong> scratch = stackalloc ulong[LineDay.WordsFor(SlotHistory.PerDay)];
        var day = LineDay.Of(window.Slots, window.EndMs / Window.SlotMs - SlotHistory.PerDay, SlotHistory.PerDay, scratch);
        var spans = SpansOf(window.Rows, day, whileUp: true);
        var path = AppInputs.EndToEnd(window, spans);
        var checks = SpansOf(window.Checks, day, whileUp: false);
        var web = AppInputs.Web(window, checks, day.HasOutage ? SpansOf(window.Checks, day, whileUp: true) : checks);
        AppScore[] apps =
        [
            _apps.OfDelays(App.Voice, window, path),
            _apps.OfDelays(App.VideoCall, window, path),
            _apps.OfDelays(App.Gaming, window, path),
            _apps.OfWeb(window, web),
            _apps.Unknown(App.Streaming, "streaming is not measured yet"),
            _apps.OfAvailability(window, day),
        ];
        return Together(window, apps, spans, path, web, day);
    }

    private ProbeScore Together(ScoreWindow window, AppScore[] apps, List<TestSpan> spans, AppInputs path, AppInputs web, in LineDay day)
    {
        var (known, down) = day.Newest(window.Slots, ScoreWindow.SlotCount);
        var outage = known == 0 ? 0 : (double)down / known;
        var composite = CompositeScore.Of(persona, PointsOf(apps, static s => s.Value), outage);
        var low = CompositeScore.Of(persona, PointsOf(apps, static s => s.Low), outage).Value;
        var high = CompositeScore.Of(persona, PointsOf(apps, static s => s.High), outage).Value;
        var score = new Score(composite.Value, low, high, StateOf(apps, composite.Value, spans.Count));
        var ladder = path.Span is { Sent: > 0 } ? Ladder.Of(window, spans, path) : (Ladder?)null;
        var blame = composite.Value is null || ladder is not { } cut ? null : _blame.Of(window, cut, path, web, day, apps);
        var hourFrom = window.EndMs - ScoreWindow.HourMs;
        return new ProbeScore
        {
            EndMs = window.EndMs,
            Score = score,
            Persona = persona.Name,
            Mean = composite.Mean,
            Cap = composite.Cap,
            CappedBy = composite.CappedBy,
            Coverage = composite.Coverage,
            OutageShare = outage,
            DownNow = day.DownNow(window.Slots),
            Apps = apps,
            Fault = ladder?.Fault ?? new FaultVerdict(FaultVerdictKind.Unknown, default, default),
            Blame = blame,
            BlameNote = blame is null ? NoBlame(composite, spans.Count) : blame.Note,
            Sentence = ScoreSentence.Of(persona, score, composite, apps),
            Tests = day.HasOutage || !AllTrusted(window.Rows) ? TestSpan.PerTest(window.Rows) : spans,
            LastHour = window.Slots.Between(hourFrom, window.EndMs),
            LastHourFromMs = hourFrom - hourFrom % Window.SlotMs,
        };
    }

    private static string NoBlame(in CompositeScore composite, int tests) =>
        tests == 0 ? "nothing was measured in the last five minutes, so there is nothing to cut"
        : composite.Value is null ? "there is no score, so there is nothing to cut"
        : "neither a service nor a core reflector was measured, so the way cannot be cut";

    private static bool AllTrusted(IReadOnlyList<KeptWindow> rows)
    {
        for (var i = 0; i < rows.Count; i++)
            if (!rows[i].TimeTrusted) return false;
        return true;
    }

    // Apps are judged by what they were while there was a line; when there never was one, by what they were without it.
    private static List<TestSpan> SpansOf(IReadOnlyList<KeptWindow> rows, in LineDay day, bool whileUp)
    {
        var spans = new List<TestSpan>(8);
        for (var i = 0; i < rows.Count; i++)
        {
            var row = rows[i];
            if (!row.TimeTrusted || (whileUp && day.HasOutage && IsDown(day, row))) continue;
            TestSpan.Find(spans, row.Test).Add(row);
        }

        return whileUp && day.HasOutage && spans.Count == 0 ? SpansOf(rows, day, whileUp: false) : spans;
    }

    private static bool IsDown(in LineDay day, in KeptWindow row)
    {
        var first = row.StartMs / Window.SlotMs;
        for (var i = 0; i < Math.Max(1, row.LengthMs / Window.SlotMs); i++)
            if (!day.IsDown(first + i)) return false;
        return true;
    }

    private static AppPointsSet PointsOf(AppScore[] apps, Func<Score, double?> which)
    {
        var points = default(AppPointsSet);
        foreach (var app in apps) points[app.App] = which(app.Score);
        return points;
    }

    // Worst first is the order of the states, so the smallest is the worst.
    private static ScoreState StateOf(AppScore[] apps, double? composite, int tests)
    {
        if (tests == 0) return ScoreState.NoData;
        ScoreState? worst = null;
        foreach (var app in apps)
            if (app.IsCore && app.Score.Value is not null && (worst is null || app.Score.State < worst)) worst = app.Score.State;
        var core = worst ?? ScoreState.Insufficient;
        return composite is null && core > ScoreState.Insufficient ? ScoreState.Insufficient : core;
    }
}
