using EdgeProbe.Scoring.Blame;

namespace EdgeProbe.Scoring.Tests.Blame;

public sealed class ShapleyTests
{
    [Fact]
    public void Two_who_only_achieve_together_share_alike() =>
        Assert.Equal([0.5, 0.5, 0], Shapley.Shares(3, set => (set & 0b011) == 0b011 ? 1 : 0).Select(share => Math.Round(share, 12)));

    [Fact]
    public void Shares_sum_to_what_all_of_them_add() =>
        Assert.Equal(63 * 63, Shapley.Shares(6, set => set * set).Sum(), 9);
}
