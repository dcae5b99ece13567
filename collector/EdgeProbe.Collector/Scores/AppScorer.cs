using EdgeProbe.Collector.Store;
using EdgeProbe.Scoring.Apps;
using EdgeProbe.Scoring.Availability;
using EdgeProbe.Scoring.Indicators;
using EdgeProbe.Scoring.Profiles;

namespace EdgeProbe.Collector.Scores;

/// <summary>Scores of single apps with their inputs shown. Stateless.</summary>
internal sealed class AppScorer(ScoreProfile profile, Persona persona)
{
    public AppScore OfDelays(App app, ScoreWindow window, AppInputs inputs)
    {
        if (inputs.Span is not { Sent: > 0 } span
            || Envelope.OfDelays(profile, app, span.Delays, span.Sent, span.Lost, span.LateShare, span.BurstRatio) is not { } measured)
            return Unknown(app, inputs.Note ?? "nothing was sent in the last five minutes");
        var envelope = measured.Around;
        var state = StateOf(window, span.Sent, HighestQuantile(app), inputs.Coverage, envelope);
        var metrics = Envelope.FromQuantiles(span.Delays, span.LossShare, span.LateShare, span.BurstRatio);
        return Known(app, envelope, state, Shown(app, metrics), inputs.Note);
    }

    public AppScore OfWeb(ScoreWindow window, AppInputs inputs)
    {
        if (inputs.Span is not { Sent: > 0 } span || Envelope.OfTransactions(profile, span.Delays, span.Sent, span.Unsuccessful) is not { } measured)
            return Unknown(App.Web, inputs.Note ?? "no HTTP check was made in the last hour");
        var envelope = measured.Around;
        var state = Reliability.Of(
            span.Sent, 0.75, inputs.Coverage, envelope.High - envelope.Low, window.AgeOf(window.Checks), WebPeriodSeconds(window));
        var metrics = Envelope.Web(span.Delays.Quantile(0.75), (double)span.Unsuccessful / span.Sent);
        return Known(App.Web, envelope, state, Shown(App.Web, metrics), inputs.Note);
    }

    /// <param name="window">Up to when.</param>
    /// <param name="day">The trailing day.</param>
    public AppScore OfAvailability(ScoreWindow window, in LineDay day)
    {
        var minutes = day.Observed * Window.SlotMs / 60_000;
        if (day.Observed * (long)Window.SlotMs < AvailabilityScore.LeastObserved.TotalMilliseconds)
            return Unknown(App.Availability, $"availability needs an hour of observation over two targets or more; there are {minutes} minutes");
        var share = (double)day.Unavailable / day.Observed;
        var points = AvailabilityScore.Points(profile.Availability, share)!.Value;
        var coverage = (double)day.Observed / (day.Count - day.FirstKnown);
        // Slots of one line are no independent draws, so no interval is claimed: the envelope is the value.
        var state = Reliability.Of(day.Observed, 0.5, coverage, 0, window.AgeSeconds, ScoreWindow.PeriodMs / 1000.0);
        return new AppScore(
            App.Availability,
            persona.Weight(App.Availability),
            persona.IsCore(App.Availability),
            new Score(points, points, points, state),
            points < 100 ? "unavailable" : null,
            [new MetricValue("unavailable", 100 * share, "%", points), new MetricValue("observed", minutes, "min", null)],
            null);
    }

    public AppScore Unknown(App app, string note) => new(app, persona.Weight(app), persona.IsCore(app), Score.Unknown, null, [], note);

    private static ReadOnlySpan<Metric> VoiceMetrics => [Metric.Qmin, Metric.Q50, Metric.Q95, Metric.Loss, Metric.Late, Metric.Burst];

    private static double HighestQuantile(App app) => app == App.Gaming ? 0.99 : 0.95;

    private static ScoreState StateOf(ScoreWindow window, long observed, double quantile, double coverage, in ScoreEnvelope envelope) =>
        Reliability.Of(observed, quantile, coverage, envelope.High - envelope.Low, window.AgeSeconds, ScoreWindow.PeriodMs / 1000.0);

    private AppScore Known(App app, in ScoreEnvelope envelope, ScoreState state, IReadOnlyList<MetricValue> metrics, string? note) => new(
        app,
        persona.Weight(app),
        persona.IsCore(app),
        new Score(envelope.Points.Value, Math.Min(envelope.Low, envelope.Points.Value), Math.Max(envelope.High, envelope.Points.Value), state),
        envelope.Points.Binding is { } binding ? MetricWords.Name(binding) : null,
        metrics,
        note);

    // As the other apps a minute, unless the checks are made less often than that.
    private static double WebPeriodSeconds(ScoreWindow window)
    {
        var seconds = ScoreWindow.PeriodMs / 1000.0;
        TestKey? known = null;
        for (var i = 0; i < window.Checks.Count; i++)
        {
            if (ReferenceEquals(window.Checks[i].Test, known)) continue;
            known = window.Checks[i].Test;
            if (window.Periods.TryGetValue(known, out var period)) seconds = Math.Max(seconds, period.TotalSeconds);
        }

        return seconds;
    }

    // The E-model adds impairments up, so its inputs have no points of their own.
    private List<MetricValue> Shown(App app, in Metrics metrics)
    {
        var shown = new List<MetricValue>();
        if (app == App.Voice)
        {
            foreach (var metric in VoiceMetrics)
                if (metrics[metric] is { } value) shown.Add(MetricWords.Show(metric, value, null));
            return shown;
        }

        var rule = profile.Rule(app);
        for (var i = 0; i < rule.Metrics.Count; i++)
        {
            var anchors = rule.Metrics[i];
            var value = metrics[anchors.Metric] ?? (anchors.Metric == Metric.Pdv ? metrics[Metric.Q95] - metrics[Metric.Q50] : null);
            if (value is { } known) shown.Add(MetricWords.Show(anchors.Metric, known, AppScores.Part(anchors, metrics)));
        }

        return shown;
    }
}
