using EdgeProbe.Scoring.Indicators;
using EdgeProbe.Scoring.Profiles;

namespace EdgeProbe.Scoring.Apps;

/// <summary>Points of 0 to 100, and the metric that cost most; no binding metric at 100.</summary>
public readonly record struct AppPoints(double Value, Metric? Binding);

/// <summary>
/// The score of one application from its metrics: the worst of its parts, as IETF Quality of Outcome has it; voice by the E-model.
/// A metric that is absent is left out; without any metric there is no score.
/// </summary>
public static class AppScores
{
    /// <summary>Points of any application but availability, which is scored from slots; null when no metric was measured.</summary>
    public static AppPoints? Of(ScoreProfile profile, App app, in Metrics metrics)
    {
        if (app == App.Voice) return VoiceScore.Of(metrics) is { } voice ? new AppPoints(voice.Points, VoiceScore.Binding(metrics)) : null;
        return Of(profile.Rule(app), metrics);
    }

    /// <summary>The same without asking what cost most, which voice can only tell by being scored again and again.</summary>
    public static double? PointsOf(ScoreProfile profile, App app, in Metrics metrics) =>
        app == App.Voice ? VoiceScore.Of(metrics)?.Points : Of(profile.Rule(app), metrics)?.Value;

    private static AppPoints? Of(AppRule rule, in Metrics metrics)
    {
        if (metrics[Metric.Loss] >= 1) return new AppPoints(0, Metric.Loss);
        if (metrics[Metric.Fail] >= 1) return new AppPoints(0, Metric.Fail);
        for (var i = 0; i < rule.Gates.Count; i++)
        {
            var gate = rule.Gates[i];
            // A gate that was not measured is skipped, not failed.
            if (metrics[gate.Metric] < gate.AtLeast) return new AppPoints(0, gate.Metric);
        }

        return WorstPart(rule, metrics);
    }

    /// <summary>Points of one part alone; null when its metric is absent.</summary>
    public static double? Part(MetricAnchors anchors, in Metrics metrics) =>
        Value(anchors.Metric, metrics) is { } value ? Scales.Points(anchors.Scale, value, anchors.Optimal, anchors.Unacceptable) : null;

    private static AppPoints? WorstPart(AppRule rule, in Metrics metrics)
    {
        AppPoints? worst = null;
        // The anchors are ordered by name, so that the first of equals is the one every implementation names.
        for (var i = 0; i < rule.Metrics.Count; i++)
        {
            var anchors = rule.Metrics[i];
            if (Part(anchors, metrics) is { } points && (worst is null || points < worst.Value.Value))
                worst = new AppPoints(points, points < 100 ? anchors.Metric : null);
        }

        return worst;
    }

    private static double? Value(Metric metric, in Metrics metrics) =>
        metrics[metric] ?? (metric == Metric.Pdv ? metrics[Metric.Q95] - metrics[Metric.Q50] : null);
}
