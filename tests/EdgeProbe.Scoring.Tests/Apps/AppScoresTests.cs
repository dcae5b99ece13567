using EdgeProbe.Scoring.Apps;
using EdgeProbe.Scoring.Profiles;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeProbe.Scoring.Tests.Apps;

public sealed class AppScoresTests
{
    private static readonly ScoreProfile Profile = ProfileFile.Default;

    [Fact]
    public void Without_any_metric_there_is_no_score() =>
        Assert.All(
            AppNames.All.Where(app => app != App.Availability),
            app => Assert.Null(AppScores.Of(Profile, app, default)));

    [Fact]
    public void Half_way_between_the_anchors_is_fifty_points_and_names_the_metric()
    {
        var metrics = new Metrics { [Metric.Q50] = 90, [Metric.Q95] = 91, [Metric.Q99] = 92, [Metric.Loss] = 0 };
        Assert.Equal(new AppPoints(50, Metric.Q50), AppScores.Of(Profile, App.Gaming, metrics));
    }

    [Fact]
    public void Everything_lost_is_zero_points_by_loss() =>
        Assert.Equal(new AppPoints(0, Metric.Loss), AppScores.Of(Profile, App.VideoCall, new Metrics { [Metric.Loss] = 1 }));

    [Fact]
    public void A_gate_that_was_not_measured_is_skipped_and_one_that_failed_is_zero()
    {
        var metrics = new Metrics { [Metric.Q50] = 20, [Metric.Q95] = 30, [Metric.Loss] = 0 };
        Assert.Equal(100, AppScores.Of(Profile, App.VideoCall, metrics)!.Value.Value);
        metrics[Metric.Up] = 1;
        Assert.Equal(new AppPoints(0, Metric.Up), AppScores.Of(Profile, App.VideoCall, metrics));
    }

    [Fact]
    public void Delay_variation_comes_from_the_quantiles_when_it_was_not_given()
    {
        var metrics = new Metrics { [Metric.Q50] = 20, [Metric.Q95] = 85, [Metric.Loss] = 0 };
        Assert.Equal(new AppPoints(50, Metric.Pdv), AppScores.Of(Profile, App.VideoCall, metrics));
    }

    [Fact]
    public void A_perfect_line_carries_a_perfect_call() =>
        Assert.Equal(100, VoiceScore.Of(new Metrics { [Metric.Qmin] = 10, [Metric.Q50] = 10, [Metric.Q95] = 12, [Metric.Loss] = 0 })!.Value.Points, 9);

    [Theory]
    [InlineData(0.35)]
    [InlineData(0.5)]
    public void Voice_fades_to_nothing_at_half_the_packets_lost(double loss)
    {
        var points = VoiceScore.Of(new Metrics { [Metric.Qmin] = 10, [Metric.Q50] = 10, [Metric.Q95] = 12, [Metric.Loss] = loss })!.Value.Points;
        Assert.InRange(points, 0, loss < 0.5 ? 5 : 0);
    }

    [Theory]
    [InlineData(0.10, 20, 21, Metric.Loss)]
    [InlineData(0.0, 600, 601, Metric.Q50)]
    [InlineData(0.0, 60, 300, Metric.Q95)]
    public void A_bad_call_names_what_ails_it(double loss, double q50, double q95, Metric expected)
    {
        var metrics = new Metrics { [Metric.Qmin] = q50 - 1, [Metric.Q50] = q50, [Metric.Q95] = q95, [Metric.Loss] = loss };
        Assert.Equal(expected, AppScores.Of(Profile, App.Voice, metrics)!.Value.Binding);
    }

    [Fact]
    public void A_worse_input_never_raises_a_score_and_scores_stay_within_bounds() =>
        Prop.ForAll(Worsening().ToArbitrary(), step =>
        {
            foreach (var app in AppNames.All.Where(app => app != App.Availability))
            {
                var before = AppScores.Of(Profile, app, step.Before)!.Value.Value;
                var after = AppScores.Of(Profile, app, step.After)!.Value.Value;
                if (after > before + 1e-9 || before is < 0 or > 100 || after is < 0 or > 100) return false;
            }

            return true;
        }).QuickCheckThrowOnFailure();

    private sealed record Step(Metrics Before, Metrics After);

    // A line and the same line with one thing worse: more delay everywhere, more spread, more loss, or slower and failing pages.
    private static Gen<Step> Worsening() =>
        from delay in Gen.Choose(1, 400)
        from spread in Gen.Choose(0, 300)
        from loss in Gen.Choose(0, 99)
        from which in Gen.Choose(0, 4)
        from extra in Gen.Choose(0, 200)
        select new Step(Line(delay, spread, loss / 100.0, 0.2, 0), which switch
        {
            0 => Line(delay + extra, spread, loss / 100.0, 0.2, 0),
            1 => Line(delay, spread + extra, loss / 100.0, 0.2, 0),
            2 => Line(delay, spread, Math.Min(1, loss / 100.0 + extra / 200.0), 0.2, 0),
            3 => Line(delay, spread, loss / 100.0, 0.2 + extra / 10.0, 0),
            _ => Line(delay, spread, loss / 100.0, 0.2, extra / 200.0),
        });

    private static Metrics Line(double delay, double spread, double loss, double seconds, double fail) => new()
    {
        [Metric.Qmin] = delay,
        [Metric.Q50] = delay,
        [Metric.Q95] = delay + spread,
        [Metric.Q99] = delay + spread * 1.2,
        [Metric.Loss] = loss,
        [Metric.T75] = seconds,
        [Metric.Fail] = fail,
        [Metric.Startup] = seconds,
        [Metric.Stall] = fail,
        [Metric.Rate] = 100 / seconds,
    };
}
