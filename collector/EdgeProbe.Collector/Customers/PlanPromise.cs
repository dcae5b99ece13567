using EdgeProbe.Scoring.Apps;
using EdgeProbe.Scoring.Availability;
using EdgeProbe.Scoring.Profiles;

namespace EdgeProbe.Collector.Customers;

/// <summary>
/// A plan's promise in points: what it says outright, else what its advertised figures would score by the same model that scores the line.
/// As advertised is the desired level; a quarter worse in every figure is the adequate one, since no line is at its nominal figures always.
/// </summary>
public static class PlanPromise
{
    public const double Tolerance = 0.25;

    // DNS, TCP, two of TLS, request and the transfer's own: the blame model counts the same six.
    private const int WebRoundTrips = 6;
    private const double WebPageMegabits = 0.8;

    /// <summary>The promise by app; apps of which the plan says nothing are absent.</summary>
    public static IReadOnlyDictionary<App, Zone> Of(Plan plan, ScoreProfile profile)
    {
        var zones = new Dictionary<App, Zone>();
        foreach (var app in AppNames.All)
        {
            if (plan.Promises.TryGetValue(app, out var promised)) zones[app] = promised;
            else if (plan.Advertised is { } advertised && ZoneOf(profile, app, advertised) is { } zone) zones[app] = zone;
        }

        return zones;
    }

    private static Zone? ZoneOf(ScoreProfile profile, App app, Advertised advertised)
    {
        if (Points(profile, app, advertised) is not { } desired || Points(profile, app, Worse(advertised)) is not { } adequate) return null;
        return new Zone(Math.Min(adequate, desired), desired);
    }

    private static Advertised Worse(Advertised figures) => figures with
    {
        DelayMs = figures.DelayMs * (1 + Tolerance),
        JitterMs = figures.JitterMs * (1 + Tolerance),
        LossPercent = figures.LossPercent is { } loss ? Math.Min(100, loss * (1 + Tolerance)) : null,
        DownMbit = figures.DownMbit * (1 - Tolerance),
        UpMbit = figures.UpMbit * (1 - Tolerance),
        AvailabilityPercent = figures.AvailabilityPercent is { } share ? Math.Max(0, 100 - (100 - share) * (1 + Tolerance)) : null,
    };

    private static double? Points(ScoreProfile profile, App app, Advertised figures)
    {
        if (app == App.Availability) return figures.AvailabilityPercent is { } share ? AvailabilityScore.Points(profile.Availability, 1 - share / 100) : null;
        var metrics = MetricsOf(figures);
        // An app that answers to delay cannot be promised by a rate alone: the rate is only its gate.
        var measured = app switch
        {
            App.Voice or App.VideoCall or App.Gaming => figures.DelayMs is not null,
            App.Web => metrics[Metric.T75] is not null,
            _ => metrics[Metric.Rate] is not null,
        };
        return measured ? AppScores.Of(profile, app, metrics)?.Value : null;
    }

    private static Metrics MetricsOf(Advertised figures)
    {
        var metrics = default(Metrics);
        metrics[Metric.Qmin] = figures.DelayMs;
        metrics[Metric.Q50] = figures.DelayMs;
        metrics[Metric.Q95] = figures.DelayMs + (figures.JitterMs ?? 0);
        metrics[Metric.Loss] = figures.LossPercent / 100;
        (metrics[Metric.Late], metrics[Metric.Burst]) = (0, 1);
        metrics[Metric.Down] = figures.DownMbit;
        metrics[Metric.Up] = figures.UpMbit;
        metrics[Metric.Rate] = figures.DownMbit;
        if (figures is { DelayMs: { } delay, DownMbit: > 0 and var down }) metrics[Metric.T75] = WebRoundTrips * delay / 1000 + WebPageMegabits / down;
        return metrics;
    }
}
