using EdgeProbe.Scoring.Apps;
using EdgeProbe.Scoring.Availability;
using EdgeProbe.Scoring.Composite;
using EdgeProbe.Scoring.Parity;
using EdgeProbe.Scoring.Profiles;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeProbe.Scoring.Tests;

/// <summary>What holds of every score whatever was measured (scoring profile 1, section 11).</summary>
public sealed class ScoreProperties
{
    private const double Rounding = 1e-9;

    private static readonly ScoreProfile Profile = ProfileFile.Default;

    // What makes an application worse when it grows; the rates make it better.
    private static readonly Metric[] Worse =
        [Metric.Q50, Metric.Q95, Metric.Q99, Metric.Pdv, Metric.Loss, Metric.Late, Metric.Burst, Metric.T75, Metric.Fail, Metric.Startup, Metric.Stall];

    private static readonly Metric[] Better = [Metric.Down, Metric.Up, Metric.Rate];

    [Fact]
    public void A_worse_input_never_raises_an_applications_score() => Prop.ForAll(Measured().ToArbitrary(), measured =>
    {
        foreach (var app in AppNames.All.Where(a => a != App.Availability))
        {
            if (AppScores.Of(Profile, app, measured.Metrics) is not { } before) continue;
            if (before.Value is < 0 or > 100) return false;
            foreach (var metric in (Metric[])[.. Worse, .. Better])
            {
                // Pdv is read from the quantiles, and a line's median alone cannot grow past its tail.
                if (measured.Metrics[metric] is not { } value || metric is Metric.Pdv) continue;
                var worse = measured.Metrics;
                worse[metric] = Worsened(metric, value, measured.By);
                if (metric == Metric.Q50 && app == App.VideoCall) worse[Metric.Q95] = worse[Metric.Q95] + worse[metric] - value;
                if (AppScores.Of(Profile, app, worse)!.Value.Value > before.Value + Rounding) return false;
            }
        }

        return true;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_worse_application_a_longer_outage_or_less_availability_never_raises_the_composite() =>
        Prop.ForAll(Composites().ToArbitrary(), one =>
        {
            var before = CompositeScore.Of(one.Persona, one.Points, one.Outage).Value;
            if (before is not { } score) return true;
            if (score is < 0 or > 100) return false;
            if (CompositeScore.Of(one.Persona, one.Points, Math.Min(1, one.Outage + one.By)).Value > score + Rounding) return false;
            foreach (var app in AppNames.All)
            {
                if (one.Points[app] is not { } points) continue;
                var worse = one.Points;
                worse[app] = points * (1 - one.By);
                if (CompositeScore.Of(one.Persona, worse, one.Outage).Value > score + Rounding) return false;
            }

            return true;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void More_unavailable_time_never_raises_availability() => Prop.ForAll(Gen.Choose(0, 10_000).Two().ToArbitrary(), pair =>
    {
        var (less, more) = (Math.Min(pair.Item1, pair.Item2) / 1e4, Math.Max(pair.Item1, pair.Item2) / 1e4);
        var (good, bad) = (AvailabilityScore.Points(Profile.Availability, less)!.Value, AvailabilityScore.Points(Profile.Availability, more)!.Value);
        return bad <= good && good <= 100 && bad >= 0;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void An_envelope_holds_its_score_and_more_loss_or_delay_raises_neither_end() => Prop.ForAll(Sketches().ToArbitrary(), one =>
    {
        foreach (var app in (App[])[App.Voice, App.VideoCall, App.Gaming])
        {
            var before = Envelope.OfDelays(Profile, app, one.Delays, one.Sent, one.Lost)!.Value.Around;
            if (before.Low > before.Points.Value + Rounding || before.High < before.Points.Value - Rounding || before.Low < 0 || before.High > 100) return false;
            if (Above(before, Envelope.OfDelays(Profile, app, one.Slower, one.Sent, one.Lost)!.Value.Around)) return false;
        }

        return true;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void An_envelope_holds_its_score_where_both_bounds_of_the_jitter_lie_on_one_side()
    {
        // Found by the property above: few delays, far apart.
        var random = new Random(5);
        var outside = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var delays = Sketch(Enumerable.Range(0, random.Next(4, 9)).Select(_ => random.Next(500, 400_000)));
            var envelope = Envelope.OfDelays(Profile, App.VideoCall, delays, delays.Count, 0)!.Value;
            if (envelope.Low > envelope.Points.Value || envelope.High < envelope.Points.Value) outside++;
            Assert.InRange(envelope.Around.Points.Value, envelope.Around.Low, envelope.Around.High);
        }

        Assert.True(outside > 0, "no such sketch: this test shows nothing");
    }

    [Fact]
    public void The_order_in_which_sketches_merge_does_not_matter() => Prop.ForAll(Gen.Choose(0, 3_000_000).NonEmptyListOf().ToArbitrary(), delays =>
    {
        var pieces = delays.Chunk(3).Select(Sketch).ToList();
        var (forwards, backwards, whole) = (Merged(pieces), Merged(pieces.AsEnumerable().Reverse()), Sketch(delays));
        return Same(forwards, backwards) && Same(forwards, whole);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Parity_changes_its_sign_and_nothing_else_when_the_groups_change_places() => Prop.ForAll(Strata().ToArbitrary(), strata =>
    {
        var there = ParityReport.Of(strata.Select(s => new Stratum(s.A, s.B)));
        var back = ParityReport.Of(strata.Select(s => new Stratum(s.B, s.A)));
        if (there.State != back.State || there.CountA != back.CountB || there.CountB != back.CountA) return false;
        if (there.State == ParityState.Insufficient) return true;
        return Opposite(there.Shift, back.Shift) && Opposite(there.CliffsDelta, back.CliffsDelta) && Opposite(there.Z, back.Z) && there.Size == back.Size
            && Opposite(there.Differences!.Value.P10, back.Differences!.Value.P10) && Opposite(there.Differences.Value.P90, back.Differences.Value.P90);
    }).QuickCheckThrowOnFailure();

    private static double Worsened(Metric metric, double value, double by) => metric switch
    {
        Metric.Loss or Metric.Late or Metric.Fail or Metric.Stall => value + (1 - value) * by,
        Metric.Down or Metric.Up or Metric.Rate => value * (1 - by),
        _ => value * (1 + by) + by,
    };

    private static bool Above(in ScoreEnvelope before, in ScoreEnvelope after) =>
        after.Points.Value > before.Points.Value + Rounding || after.Low > before.Low + Rounding || after.High > before.High + Rounding;

    private static bool Opposite(double? one, double? other) => Math.Abs(one!.Value + other!.Value) < Rounding;

    private static Gen<(Metrics Metrics, double By)> Measured() =>
        from delays in Gen.Choose(0, 250).ArrayOf(4)
        from shares in Gen.Choose(0, 100).ArrayOf(4)
        from rates in Gen.Choose(1, 90).ArrayOf(3)
        from seconds in Gen.Choose(1, 120).ArrayOf(2)
        from grown in Gen.Choose(1, 100)
        select (MetricsOf(delays, shares, rates, seconds), grown / 100.0);

    private static Metrics MetricsOf(int[] delays, int[] shares, int[] rates, int[] seconds) => new()
    {
        [Metric.Qmin] = delays[0],
        [Metric.Q50] = delays[0] + delays[1],
        [Metric.Q95] = delays[0] + delays[1] + delays[2],
        [Metric.Q99] = delays.Sum(),
        [Metric.Loss] = shares[0] * shares[0] / 1e4,
        [Metric.Late] = shares[1] / 500.0,
        [Metric.Burst] = 1 + shares[2] / 50.0,
        [Metric.Fail] = shares[3] * shares[3] / 1e5,
        [Metric.Stall] = shares[2] / 1_500.0,
        [Metric.T75] = seconds[0] / 10.0,
        [Metric.Startup] = seconds[1] / 10.0,
        [Metric.Down] = rates[0] / 10.0,
        [Metric.Up] = rates[1] / 10.0,
        [Metric.Rate] = rates[2] / 10.0,
    };

    private static Gen<(Persona Persona, AppPointsSet Points, double Outage, double By)> Composites() =>
        from persona in Gen.Elements(Profile.Personas)
        from points in Gen.Choose(-20, 100).ArrayOf(6)
        from outage in Gen.Choose(0, 100)
        from grown in Gen.Choose(1, 100)
        select (persona, PointsOf(points), outage / 100.0, grown / 100.0);

    // Below zero stands for an application that was not measured.
    private static AppPointsSet PointsOf(int[] points)
    {
        var set = default(AppPointsSet);
        foreach (var app in AppNames.All) set[app] = points[(int)app] < 0 ? null : points[(int)app];
        return set;
    }

    private static Gen<(DelaySketch Delays, DelaySketch Slower, long Sent, long Lost)> Sketches() =>
        from delays in Gen.Choose(500, 400_000).NonEmptyListOf()
        from times in Gen.Choose(1, 3)
        from lost in Gen.Choose(0, 40)
        select (Sketch(delays), Sketch(delays.Select(d => d << times)), (long)delays.Count + lost, (long)lost);

    private static Gen<(double[] A, double[] B)[]> Strata()
    {
        var scores = Gen.Choose(20, 100).Select(v => (double)v).ArrayOf().Resize(25);
        return (from a in scores from b in scores select (a, b)).ArrayOf(3);
    }

    private static DelaySketch Sketch(IEnumerable<int> delays)
    {
        var sketch = new DelaySketch();
        foreach (var delay in delays) sketch.Add((ulong)delay);
        return sketch;
    }

    private static DelaySketch Merged(IEnumerable<DelaySketch> pieces)
    {
        var merged = new DelaySketch();
        foreach (var piece in pieces) merged.Merge(piece);
        return merged;
    }

    private static bool Same(DelaySketch a, DelaySketch b) =>
        (a.Count, a.Zero, a.Min, a.Max, a.Sum, a.FirstIndex) == (b.Count, b.Zero, b.Min, b.Max, b.Sum, b.FirstIndex) && a.Buckets.SequenceEqual(b.Buckets);
}
