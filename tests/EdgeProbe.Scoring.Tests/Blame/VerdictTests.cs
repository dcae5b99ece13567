using EdgeProbe.Scoring.Blame;

namespace EdgeProbe.Scoring.Tests.Blame;

/// <summary>Who is named, and when nobody is.</summary>
public sealed class VerdictTests
{
    private static readonly Score Confident = new(63, 61, 65, ScoreState.Confident);
    private static readonly FaultVerdict NoFault = new(FaultVerdictKind.None, default, default);

    [Fact]
    public void The_largest_share_is_named_when_it_is_three_points_ahead()
    {
        var verdict = Of(Shares(34, 1.4, 0.7, 0.7));
        Assert.Equal((VerdictKind.Segment, "lan"), (verdict.Kind, verdict.Largest!.Value.Name));
        Assert.Equal("access", verdict.RunnerUp!.Value.Name);
    }

    [Theory]
    [InlineData(10, 7.01, VerdictKind.CannotTell)]
    [InlineData(10, 7, VerdictKind.Segment)]
    [InlineData(1, 0, VerdictKind.Segment)]
    [InlineData(0.99, 0, VerdictKind.Nobody)]
    [InlineData(2.5, 0.9, VerdictKind.Segment)]
    [InlineData(2.5, 1, VerdictKind.CannotTell)]
    public void A_lead_of_less_than_three_points_over_a_share_of_a_point_is_no_lead(double first, double second, VerdictKind expected) =>
        Assert.Equal(expected, Of(Shares(0, 0, first, second)).Kind);

    [Theory]
    [InlineData(ScoreState.NoData, VerdictKind.Unknown)]
    [InlineData(ScoreState.Stale, VerdictKind.Unknown)]
    [InlineData(ScoreState.Insufficient, VerdictKind.CannotTell)]
    [InlineData(ScoreState.Provisional, VerdictKind.Segment)]
    public void Too_little_data_blames_nobody(ScoreState state, VerdictKind expected) =>
        Assert.Equal(expected, Verdict.Of(Confident with { State = state }, Shares(34, 0, 0, 0), NoFault, []).Kind);

    [Fact]
    public void Too_little_data_clears_nobody_either() =>
        Assert.Equal(VerdictKind.CannotTell, Verdict.Of(Confident with { State = ScoreState.Insufficient }, Shares(0, 0, 0, 0), NoFault, []).Kind);

    [Fact]
    public void A_score_that_cannot_be_cut_is_unknown() => Assert.Equal(VerdictKind.Unknown, Of([]).Kind);

    [Fact]
    public void What_is_down_is_named_even_on_little_data()
    {
        var fault = new FaultVerdict(FaultVerdictKind.Down, Segment.Core, Segment.Core);
        var verdict = Verdict.Of(new Score(null, null, null, ScoreState.Insufficient), Shares(2, 0, 40, 0), fault, []);
        Assert.Equal((VerdictKind.Segment, "core", true, 40), (verdict.Kind, verdict.Largest!.Value.Name, verdict.IsDown, verdict.Largest.Value.Points));
        Assert.Equal("lan", verdict.RunnerUp!.Value.Name);
    }

    [Fact]
    public void Neighbours_with_the_same_trouble_confirm_the_access_verdict_and_are_named()
    {
        var verdict = Of(Shares(0, 20, 0, 0), Hit("b"), Hit("a"), Well("c"));
        Assert.Equal((VerdictKind.Segment, VerdictScope.Node, 2, 1), (verdict.Kind, verdict.Scope, verdict.Confirming, verdict.Absolving));
        Assert.Equal(["a", "b", "c"], verdict.Witnesses.Select(w => w.Name));
    }

    [Fact]
    public void Neighbours_that_are_well_absolve_the_node_and_leave_the_line()
    {
        var verdict = Of(Shares(0, 20, 0, 0), Well("a"), Well("b"), Well("c"));
        Assert.Equal((VerdictKind.Segment, VerdictScope.Line), (verdict.Kind, verdict.Scope));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(0, 2)]
    [InlineData(1, 2)]
    public void A_few_neighbours_prove_nothing(int hit, int well) => Assert.Equal(VerdictScope.Unknown, Of(Shares(0, 20, 0, 0), [.. Many(hit, well)]).Scope);

    [Theory]
    [InlineData(2, 8, VerdictScope.Node)]
    [InlineData(2, 9, VerdictScope.Line)]
    [InlineData(14, 56, VerdictScope.Node)]
    public void A_fifth_of_the_neighbours_is_enough(int hit, int well, VerdictScope expected) =>
        Assert.Equal(expected, Of(Shares(0, 20, 0, 0), [.. Many(hit, well)]).Scope);

    [Fact]
    public void Neighbours_say_nothing_of_the_home() => Assert.Empty(Of(Shares(20, 0, 0, 0), Hit("a"), Hit("b")).Witnesses);

    [Fact]
    public void Neighbours_decide_between_two_parts_when_one_is_the_access_line()
    {
        var alone = Of(Shares(11, 10, 0, 0));
        Assert.Equal(VerdictKind.CannotTell, alone.Kind);
        var heard = Of(Shares(11, 10, 0, 0), Hit("a"), Hit("b"));
        Assert.Equal((VerdictKind.Segment, "access", true), (heard.Kind, heard.Largest!.Value.Name, heard.IsByNeighbours));
        Assert.Equal(VerdictKind.CannotTell, Of(Shares(11, 10, 0, 0), Well("a"), Well("b"), Well("c")).Kind);
    }

    [Fact]
    public void Neighbours_narrow_what_could_not_be_told_apart()
    {
        var points = default(BySegment<double?>);
        (points[0], points[1], points[3]) = (0, 20, 0);
        var shares = SegmentShare.Of(points);
        Assert.Equal(["lan", "access+core", "service"], shares.Select(s => s.Name));
        Assert.Equal("access+core", Of(shares).Largest!.Value.Name);
        Assert.Equal("access", Of(shares, Hit("a"), Hit("b")).Largest!.Value.Name);
    }

    [Fact]
    public void A_share_that_may_be_chance_names_nobody_and_stands_in_nobodys_way()
    {
        var shares = Shares(0, 5, 0, 6);
        Assert.True(Verdict.Of(Confident, shares, NoFault, [], _ => false) is { Kind: VerdictKind.CannotTell, IsUnproven: true });
        var named = Verdict.Of(Confident, shares, NoFault, [], share => share.First == Segment.Access);
        Assert.Equal((VerdictKind.Segment, "access"), (named.Kind, named.Largest!.Value.Name));
        var heard = Verdict.Of(Confident, shares, NoFault, [Hit("a"), Hit("b")], _ => false);
        Assert.Equal((VerdictKind.Segment, "access", true), (heard.Kind, heard.Largest!.Value.Name, heard.IsByNeighbours));
    }

    [Theory]
    [InlineData(ScoreState.Stale, 20)]
    [InlineData(ScoreState.Insufficient, 20)]
    [InlineData(ScoreState.Confident, 2)]
    public void A_neighbour_that_is_not_sure_is_no_witness(ScoreState state, double points) =>
        Assert.Empty(Of(Shares(0, 20, 0, 0), new Neighbour("a", state, 60, points), new Neighbour("b", ScoreState.Confident, 60, null)).Witnesses);

    private static Verdict Of(IReadOnlyList<SegmentShare> shares, params Neighbour[] neighbours) => Verdict.Of(Confident, shares, NoFault, neighbours);

    private static IReadOnlyList<SegmentShare> Shares(double lan, double access, double core, double service)
    {
        var points = default(BySegment<double?>);
        (points[0], points[1], points[2], points[3]) = (lan, access, core, service);
        return SegmentShare.Of(points);
    }

    private static IEnumerable<Neighbour> Many(int hit, int well) =>
        Enumerable.Range(0, hit).Select(i => Hit($"hit-{i}")).Concat(Enumerable.Range(0, well).Select(i => Well($"well-{i}")));

    private static Neighbour Hit(string name) => new(name, ScoreState.Confident, 70, 20);

    private static Neighbour Well(string name) => new(name, ScoreState.Provisional, 99, 0.5);
}
