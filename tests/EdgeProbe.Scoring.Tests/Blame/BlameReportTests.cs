using EdgeProbe.Scoring.Apps;
using EdgeProbe.Scoring.Blame;
using EdgeProbe.Scoring.Profiles;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeProbe.Scoring.Tests.Blame;

public sealed class BlameReportTests
{
    private static readonly ScoreProfile Profile = ProfileFile.Default;

    [Fact]
    public void A_healthy_line_blames_nobody()
    {
        var report = BlameReport.Of(Profile, Line(Hop(2), Hop(8), Hop(15), Hop(20)));
        Assert.Equal(100, report.Score, 6);
        Assert.Null(report.Primary);
    }

    [Fact]
    public void Spikes_in_the_home_are_laid_at_the_home_and_called_tail()
    {
        var report = BlameReport.Of(Profile, Line(Hop(2, 150), Hop(8, 156), Hop(15, 163), Hop(20, 168)));
        Assert.Equal(Segment.Lan, report.Primary);
        Assert.Equal((int)Cause.Tail, report.CausePoints.Index().MaxBy(cause => cause.Item).Index);
    }

    [Fact]
    public void Distance_is_nobodys_fault()
    {
        var report = BlameReport.Of(Profile, Line(Hop(2), Hop(560), Hop(570), Hop(575)) with { FloorsMs = Segments(2, 558, 10, 5) });
        Assert.Null(report.Primary);
        Assert.True(report.NotAttributable > 20);
    }

    [Fact]
    public void A_hop_that_answers_its_own_pings_badly_in_front_of_a_clean_path_is_cleared()
    {
        var report = BlameReport.Of(Profile, Line(Hop(2), Hop(300, 400, loss: 0.5), Hop(15), Hop(20)));
        Assert.Equal(100, report.Score, 6);
        Assert.Equal(0, report.SegmentPoints[1], 6);
    }

    [Fact]
    public void Blame_is_never_negative_and_sums_exactly_to_what_was_lost() =>
        Prop.ForAll(Lines().ToArbitrary(), line =>
        {
            var report = BlameReport.Of(Profile, line);
            var points = Enumerable.Range(0, 4).Select(i => report.SegmentPoints[i]).ToList();
            var causes = report.CausePoints;
            return points.All(share => share >= -1e-9) && Math.Abs(report.Score + points.Sum() + report.NotAttributable - 100) < 1e-9
                && causes.All(share => share >= -1e-9) && report.Score + causes.Sum() <= 100 + 1e-9;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Segments_that_cannot_be_told_apart_share_what_they_cost_and_the_sum_stays_exact() =>
        Prop.ForAll((from line in Lines() from measured in Gen.Choose(8, 15) select (line, measured)).ToArbitrary(), one =>
        {
            var report = BlameReport.Of(Profile, one.line with { Measured = one.measured });
            return report.Groups.All(group => group.Points >= -1e-9)
                && report.Groups[^1].Last == Segment.Service
                && Math.Abs(report.Score + report.Groups.Sum(group => group.Points) + report.NotAttributable - 100) < 1e-9;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_was_not_measured_drops_out_of_the_cut_as_out_of_the_score()
    {
        var line = Line(Hop(2, 150), Hop(8, 156), Hop(15, 163), Hop(20, 168)) with { Stream = null, Web = null, AvailabilityKnown = false };
        var report = BlameReport.Of(Profile, line with { Persona = Profile.Persona("gamer")! });
        Assert.Equal((null, null, null), (report.Apps[App.Web], report.Apps[App.Streaming], report.Apps[App.Availability]));
        Assert.Equal(100, report.Score + report.Groups.Sum(group => group.Points) + report.NotAttributable, 9);
    }

    [Fact]
    public void A_days_outage_counts_in_availability_and_the_windows_in_the_other_applications()
    {
        var day = new OutageTime(Segments(0, 432, 0, 0), 86_400);
        var report = BlameReport.Of(Profile, Line(Hop(2), Hop(8), Hop(15), Hop(20)) with { Day = day });
        Assert.Equal((50, Segment.Access), (Math.Round(report.Apps[App.Availability]!.Value), report.Primary));
        Assert.Equal(100, report.Apps[App.Voice]!.Value, 0);
    }

    private static Gen<BlameInputs> Lines() =>
        from delays in Gen.Choose(0, 150).ArrayOf(4)
        from spreads in Gen.Choose(0, 200).ArrayOf(4)
        from losses in Gen.Choose(0, 30).ArrayOf(4)
        from outages in Gen.Choose(0, 60).ArrayOf(4)
        from seconds in Gen.Choose(1, 80)
        from limit in Gen.Choose(1, 4)
        select Line(Ladder(delays, spreads, losses)) with
        {
            OutageSeconds = Segments(outages[0], outages[1], outages[2], outages[3]),
            Web = new WebTransaction(seconds / 10.0, 6, 0.2, 0.1, 0.1, losses[0] / 100.0),
            Stream = new StreamSession(seconds / 10.0, losses[1] / 500.0, 6, (Segment)limit),
        };

    private static HopQuality[] Ladder(int[] delays, int[] spreads, int[] losses)
    {
        double delay = 0, spread = 0, delivered = 1;
        return [.. Enumerable.Range(0, 4).Select(i =>
        {
            delay += delays[i];
            spread += spreads[i];
            delivered *= 1 - losses[i] / 100.0;
            return Hop(delay, delay + spread, 1 - delivered);
        })];
    }

    private static HopQuality Hop(double delay, double? tail = null, double loss = 0) =>
        new(delay, delay, tail ?? delay + 2, (tail ?? delay + 2) + 1, loss, 0);

    private static BlameInputs Line(params HopQuality[] hops)
    {
        var cumulative = default(BySegment<HopQuality>);
        hops.CopyTo(cumulative);
        return new BlameInputs
        {
            Persona = Profile.Persona("default_home")!,
            Cumulative = cumulative,
            FloorsMs = Segments(2, 6, 7, 5),
            Web = new WebTransaction(0.3, 6, 0.1, 0.1, 0.05, 0),
            Stream = new StreamSession(1, 0, 8, Segment.Core),
            OutageSeconds = default,
            ObservedSeconds = 3600,
        };
    }

    private static BySegment<double> Segments(double lan, double access, double core, double service)
    {
        var values = default(BySegment<double>);
        double[] all = [lan, access, core, service];
        all.CopyTo(values);
        return values;
    }
}
