using EdgeProbe.Scoring.Parity;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeProbe.Scoring.Tests.Parity;

public sealed class ParityReportTests
{
    [Fact]
    public void Twenty_points_between_classes_is_a_gap_of_large_effect()
    {
        var report = ParityReport.Of([new Stratum(Around(90, 12), Around(70, 12))]);
        Assert.Equal((ParityState.Gap, "large"), (report.State, report.Size));
        Assert.Equal(20, report.Shift!.Value, 6);
    }

    [Fact]
    public void Groups_that_are_alike_are_at_parity() =>
        Assert.Equal(ParityState.Parity, ParityReport.Of([new Stratum(Around(80, 20), Around(80, 20))]).State);

    [Fact]
    public void A_bad_tail_alone_is_worth_watching()
    {
        var tail = Around(80, 18).Concat([40.0, 42.0, 45.0]).ToList();
        Assert.Equal(ParityState.Watch, ParityReport.Of([new Stratum(Around(80, 21), tail)]).State);
    }

    [Fact]
    public void Groups_under_five_never_show() =>
        Assert.Equal((ParityState.Insufficient, 0), (ParityReport.Of([new Stratum(Around(90, 4), Around(70, 40))]).State, ParityReport.Of([new Stratum(Around(90, 4), Around(70, 40))]).CountB));

    [Fact]
    public void Like_is_compared_with_like_when_the_mix_of_technologies_differs()
    {
        // All prepaid customers together look worse only because more of them are on the slower technology.
        var fibre = new Stratum(Around(90, 30), Around(90, 6));
        var mobile = new Stratum(Around(60, 6), Around(60, 30));
        Assert.Equal(ParityState.Parity, ParityReport.Of([fibre, mobile]).State);
    }

    [Fact]
    public void Exchanging_the_groups_turns_every_sign_and_keeps_the_state() =>
        Prop.ForAll(Gen.Choose(0, 100).Select(value => (double)value).ArrayOf(24).ToArbitrary(), values =>
        {
            var there = ParityReport.Of([new Stratum(values[..12], values[12..])]);
            var back = ParityReport.Of([new Stratum(values[12..], values[..12])]);
            return there.State == back.State
                && Math.Abs(there.Shift!.Value + back.Shift!.Value) < 1e-9
                && Math.Abs(there.CliffsDelta!.Value + back.CliffsDelta!.Value) < 1e-9
                && Math.Abs(there.Z!.Value + back.Z!.Value) < 1e-9;
        }).QuickCheckThrowOnFailure();

    private static List<double> Around(double centre, int count) => [.. Enumerable.Range(0, count).Select(i => centre + (i % 5 - 2) * 0.5)];
}
