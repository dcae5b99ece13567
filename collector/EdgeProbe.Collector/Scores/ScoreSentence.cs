using System.Globalization;
using EdgeProbe.Scoring.Apps;
using EdgeProbe.Scoring.Composite;
using EdgeProbe.Scoring.Profiles;

namespace EdgeProbe.Collector.Scores;

/// <summary>The technical sentence: what holds a score down, or why there is none.</summary>
internal static class ScoreSentence
{
    // Above this nobody asks what holds an app down.
    private const double Excellent = 90;

    public static string Of(Persona persona, in Score score, in CompositeScore composite, AppScore[] apps)
    {
        if (score.Value is not { } value)
        {
            return score.State == ScoreState.NoData
                ? "No data in the last five minutes, so no score: unknown is neither good nor bad."
                : string.Create(CultureInfo.InvariantCulture, $"No score: only {100 * composite.Coverage:0} % of what counts for {persona.Name} could be measured, and 60 % are needed.");
        }

        var why = Why(apps);
        var cap = composite.CappedBy is { } app ? $", and no score may exceed {app.Name()} by more than 40" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{value:0} of 100 for {persona.Name}{(why.Length > 0 ? $": held down by {why}" : ": nothing holds it down")}{cap}.");
    }

    // The two worst, of equals the first in the profile's order.
    private static string Why(AppScore[] apps)
    {
        AppScore? worst = null, next = null;
        foreach (var app in apps)
        {
            if (!(app.Score.Value < Excellent)) continue;
            if (worst is null || app.Score.Value < worst.Score.Value) (worst, next) = (app, worst);
            else if (next is null || app.Score.Value < next.Score.Value) next = app;
        }

        return worst is null ? "" : next is null ? Words(worst) : $"{Words(worst)}, {Words(next)}";
    }

    private static string Words(AppScore app) => string.Create(
        CultureInfo.InvariantCulture, $"{app.App.Name()} {app.Score.Value:0}{(app.Binding is { } binding ? $" (mostly {binding})" : "")}");
}
