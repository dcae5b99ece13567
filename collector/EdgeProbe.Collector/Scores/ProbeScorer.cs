using System.Globalization;
using EdgeProbe.Collector.Store;
using EdgeProbe.Scoring.Apps;
using EdgeProbe.Scoring.Availability;
using EdgeProbe.Scoring.Composite;
using EdgeProbe.Scoring.Profiles;

namespace EdgeProbe.Collector.Scores;

/// <summary>Makes a probe's score from its window. Pure: the same window gives the same score. Thread-safe.</summary>
public sealed class ProbeScorer(ScoreProfile profile, Persona persona)
{
    // Above this nobody asks where the trouble lies.
    private const double Excellent = 90;

    private readonly AppScorer _apps = new(profile, persona);

    public ScoreProfile Profile => profile;

    public Persona Persona => persona;

    public ProbeScore Of(ScoreWindow window)
    {
        List<WindowRow> trusted = [.. window.Rows.Where(r => r.TimeTrusted)];
        var day = window.Slots.Between(window.EndMs - ScoreWindow.DayMs, window.EndMs);
        var states = AvailabilityRule.Apply(day).States;
        List<WindowRow> checks = [.. window.Checks.Where(r => r.TimeTrusted)];
        var path = AppInputs.EndToEnd(window, WhileAvailable(window, trusted, states));
        var web = AppInputs.Web(window, checks, WhileAvailable(window, checks, states));
        AppScore[] apps =
        [
            _apps.OfDelays(App.Voice, window, path),
            _apps.OfDelays(App.VideoCall, window, path),
            _apps.OfDelays(App.Gaming, window, path),
            _apps.OfWeb(window, web),
            _apps.Unknown(App.Streaming, "streaming is not measured yet"),
            _apps.OfAvailability(window, day),
        ];
        return Together(window, apps, OutageShare(states), trusted, day);
    }

    private ProbeScore Together(ScoreWindow window, AppScore[] apps, double outage, List<WindowRow> trusted, SlotState[] day)
    {
        var composite = CompositeScore.Of(persona, PointsOf(apps, s => s.Value), outage);
        var low = CompositeScore.Of(persona, PointsOf(apps, s => s.Low), outage).Value;
        var high = CompositeScore.Of(persona, PointsOf(apps, s => s.High), outage).Value;
        var score = new Score(composite.Value, low, high, StateOf(apps, composite.Value, trusted.Count));
        var hourFrom = window.EndMs - ScoreWindow.HourMs;
        return new ProbeScore
        {
            EndMs = window.EndMs,
            Score = score,
            Mean = composite.Mean,
            Cap = composite.Cap,
            CappedBy = composite.CappedBy,
            Coverage = composite.Coverage,
            OutageShare = outage,
            Apps = apps,
            WorstSegment = composite.Value < Excellent ? Scores.WorstSegment.Of(trusted) : null,
            Sentence = Sentence(score, composite, apps),
            Tests = TestSpan.PerTest(window.Rows),
            LastHour = day[^(int)(ScoreWindow.HourMs / Window.SlotMs)..],
            LastHourFromMs = hourFrom - hourFrom % Window.SlotMs,
        };
    }

    // Of the window's own slots, each judged within its day.
    private static double OutageShare(IReadOnlyList<LineState> states)
    {
        List<LineState> recent = [.. states.TakeLast((int)(ScoreWindow.LengthMs / Window.SlotMs)).Where(s => s != LineState.Unknown)];
        return recent.Count == 0 ? 0 : (double)recent.Count(s => s == LineState.Unavailable) / recent.Count;
    }

    // Apps are judged by what they were while there was a line; when there never was one, by what they were without it.
    private static List<WindowRow> WhileAvailable(ScoreWindow window, List<WindowRow> rows, IReadOnlyList<LineState> states)
    {
        var first = window.EndMs / Window.SlotMs - states.Count;
        bool IsDown(long slot) => slot >= first && slot - first < states.Count && states[(int)(slot - first)] == LineState.Unavailable;
        List<WindowRow> up = [.. rows.Where(r => !Enumerable.Range(0, Math.Max(1, r.Sample.Window.Slots)).All(i => IsDown(r.StartMs / Window.SlotMs + i)))];
        return up.Count > 0 ? up : rows;
    }

    private static AppPointsSet PointsOf(AppScore[] apps, Func<Score, double?> which)
    {
        var points = default(AppPointsSet);
        foreach (var app in apps) points[app.App] = which(app.Score);
        return points;
    }

    // Worst first is the order of the states, so the smallest is the worst.
    private static ScoreState StateOf(AppScore[] apps, double? composite, int rows)
    {
        if (rows == 0) return ScoreState.NoData;
        var core = apps.Where(a => a.IsCore && a.Score.Value is not null).Select(a => a.Score.State).DefaultIfEmpty(ScoreState.Insufficient).Min();
        return composite is null && core > ScoreState.Insufficient ? ScoreState.Insufficient : core;
    }

    private string Sentence(Score score, CompositeScore composite, AppScore[] apps)
    {
        if (score.Value is not { } value)
        {
            return score.State == ScoreState.NoData
                ? "No data in the last five minutes, so no score: unknown is neither good nor bad."
                : string.Create(CultureInfo.InvariantCulture, $"No score: only {100 * composite.Coverage:0} % of what counts for {persona.Name} could be measured, and 60 % are needed.");
        }

        var worst = apps.Where(a => a.Score.Value < Excellent).OrderBy(a => a.Score.Value).Take(2).Select(a => string.Create(
            CultureInfo.InvariantCulture, $"{a.App.Name()} {a.Score.Value:0}{(a.Binding is { } binding ? $" (mostly {binding})" : "")}"));
        var why = string.Join(", ", worst);
        var cap = composite.CappedBy is { } app ? $", and no score may exceed {app.Name()} by more than 40" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{value:0} of 100 for {persona.Name}{(why.Length > 0 ? $": held down by {why}" : ": nothing holds it down")}{cap}.");
    }
}
