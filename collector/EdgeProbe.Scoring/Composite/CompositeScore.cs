using System.Runtime.CompilerServices;
using EdgeProbe.Scoring.Apps;
using EdgeProbe.Scoring.Profiles;

namespace EdgeProbe.Scoring.Composite;

/// <summary>Points by application, absent until set.</summary>
public struct AppPointsSet
{
    private Values _values;
    private uint _present;

    public double? this[App app]
    {
        readonly get => (_present & (1u << (int)app)) != 0 ? _values[(int)app] : null;
        set
        {
            _values[(int)app] = value ?? 0;
            _present = value is null ? _present & ~(1u << (int)app) : _present | (1u << (int)app);
        }
    }

    [InlineArray(Length)]
    private struct Values
    {
        public const int Length = (int)App.Availability + 1;
        private double _first;
    }
}

/// <summary>
/// One score for a kind of customer, and how it came about: the weighted mean, the limit that the worst core application sets (null when
/// no core application was measured or nothing was), and the share of the persona's weight that was measured.
/// </summary>
public readonly record struct CompositeScore(double? Value, double? Mean, double? Cap, App? CappedBy, double Coverage)
{
    /// <summary>Share of the persona's weight, 0 to 1, under which there is no composite: the rest would be guessing.</summary>
    public const double LeastCoverage = 0.6;

    /// <summary>Points by which a composite may exceed its worst core application.</summary>
    public const double AboveWorstCoreApp = 40;

    private const double Rounding = 1e-12;

    /// <param name="persona">Whose weights.</param>
    /// <param name="points">Points measured while the line was available.</param>
    /// <param name="outageShare">Share of the observed time in outage, 0 to 1: takes its part of every application but availability.</param>
    public static CompositeScore Of(Persona persona, in AppPointsSet points, double outageShare)
    {
        double coverage = 0, sum = 0, worst = double.PositiveInfinity;
        App? worstApp = null;
        foreach (var app in AppsByName)
        {
            var weight = persona.Weight(app);
            if (weight <= 0 || points[app] is not { } measured) continue;
            var value = app == App.Availability ? measured : measured * (1 - outageShare);
            coverage += weight;
            sum += weight * value;
            if (persona.IsCore(app) && value < worst) (worst, worstApp) = (value, app);
        }

        if (coverage < LeastCoverage - Rounding) return new CompositeScore(null, null, null, null, coverage);
        var mean = sum / coverage;
        var cap = worstApp is null ? 100 : Math.Min(100, AboveWorstCoreApp + worst);
        return new CompositeScore(Math.Min(mean, cap), mean, cap, cap < mean ? worstApp : null, coverage);
    }

    // Of two equally bad core applications the first by name is blamed, so that every implementation blames the same.
    private static ReadOnlySpan<App> AppsByName => [App.Availability, App.Gaming, App.Streaming, App.VideoCall, App.Voice, App.Web];
}
