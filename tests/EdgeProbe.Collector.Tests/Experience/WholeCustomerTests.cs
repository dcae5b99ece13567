using EdgeProbe.Collector.Customers;
using EdgeProbe.Collector.Experience;
using EdgeProbe.Collector.Settings;

namespace EdgeProbe.Collector.Tests.Experience;

public sealed class WholeCustomerTests
{
    private static readonly DateTimeOffset Now = ExperienceRig.Now;
    private static readonly IReadOnlyList<PillarSettings> Pillars =
        [new(PillarSettings.Network, 2, TimeSpan.FromHours(1)), new("billing", 1, TimeSpan.FromHours(24)), new("care", 1, TimeSpan.FromHours(24))];

    [Fact]
    public void The_whole_is_the_weighted_mean_of_what_is_fresh()
    {
        var whole = Of((80, Now), Posted("billing", 50, hoursAgo: 1), Posted("care", 30, hoursAgo: 24));
        Assert.Equal(((2 * 80 + 50 + 30) / 4.0, 1, null), (whole.Score!.Value, whole.Coverage, whole.Note));
    }

    [Fact]
    public void What_is_stale_or_missing_is_left_out_and_never_0()
    {
        var whole = Of((80, Now), Posted("billing", 50, hoursAgo: 25));
        Assert.Equal((null, 0.5), (whole.Score, whole.Coverage));
        Assert.Equal([(true, 80.0), (false, 50.0), (false, null)], whole.Pillars.Select(p => (p.Fresh, p.Score)));
        Assert.Equal([null, "Older than 24 hours, so it does not count.", "Nobody has posted a score."], whole.Pillars.Select(p => p.Note));
        Assert.Contains("60 % are needed", whole.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void Sixty_percent_of_the_weight_are_enough()
    {
        var whole = Of((80, Now), Posted("care", 40, hoursAgo: 1));
        Assert.Equal((200 / 3.0, 0.75, "Without billing."), (whole.Score!.Value, whole.Coverage, whole.Note));
        Assert.Null(Of(null, Posted("billing", 50, 1), Posted("care", 50, 1)).Score);
    }

    private static WholeCustomer Of((double, DateTimeOffset)? network, params PillarScore[] posted) => WholeCustomer.Of(Pillars, network, posted, Now);

    private static PillarScore Posted(string pillar, double score, int hoursAgo) => new(new CustomerKey("acme", "c1"), pillar, score, Now.AddHours(-hoursAgo), "crm");
}
