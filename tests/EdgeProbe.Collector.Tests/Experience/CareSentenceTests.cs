using EdgeProbe.Collector.Experience.Sentences;
using EdgeProbe.Scoring.Blame;

namespace EdgeProbe.Collector.Tests.Experience;

/// <summary>What is read out on the phone.</summary>
public sealed class CareSentenceTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 19, 50, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Since = new(2026, 11, 24, 19, 42, 30, TimeSpan.Zero);
    private readonly CareSentence _sentence = new(TimeZoneInfo.Utc);

    [Fact]
    public void A_shared_access_network() => Says(
        "Since 19:42 the access network loses packets, 14 neighbours too; nothing to restart at home.",
        Named(Segment.Access, VerdictScope.Node, 14, 3), Cause.Loss);

    [Fact]
    public void One_line_alone() => Says(
        "Since 19:42 the line to this house loses packets, 5 neighbours have no such trouble; the home network is not the cause.",
        Named(Segment.Access, VerdictScope.Line, 0, 5), Cause.Loss);

    [Fact]
    public void An_access_line_without_witnesses() => Says(
        "Since 19:42 the line to the house is interrupted; the home network is not the cause.",
        Named(Segment.Access) with { IsDown = true }, Cause.Outage);

    [Fact]
    public void The_home() => Says(
        "Since 19:42 the home network stutters: some answers come far too late; the line to the house and all beyond it is not the cause.",
        Named(Segment.Lan), Cause.Tail);

    [Fact]
    public void The_core() => Says("Since 19:42 the provider's network answers slowly; nothing to restart at home.", Named(Segment.Core), Cause.Delay);

    [Theory]
    [InlineData("what the customer wants to reach answers slowly or with errors")]
    [InlineData("shop does not answer as it should", "shop")]
    [InlineData("shop and video do not answer as they should", "shop", "video")]
    [InlineData("shop, video and 2 more do not answer as they should", "shop", "video", "bank", "mail")]
    public void The_service(string words, params string[] failing) => Says(
        $"Since 19:42 {words}; the line and the home network are not the cause.", Named(Segment.Service), Cause.Server, failing);

    [Fact]
    public void What_cannot_be_told_apart_is_not_told() => Says(
        "Since 19:42 the line to the house or the provider's network loses packets; which of them cannot be told.",
        new Verdict(VerdictKind.Segment) { Largest = new SegmentShare(Segment.Access, Segment.Core, 20) }, Cause.Loss);

    [Fact]
    public void Two_parts_alike() => Says(
        "Since 19:42 the connection loses packets; where, we cannot tell: the home network and the line to the house have about the same part in it.",
        new Verdict(VerdictKind.CannotTell) { Largest = Share(Segment.Lan), RunnerUp = Share(Segment.Access) }, Cause.Loss);

    [Fact]
    public void A_few_lost_packets_name_nobody() => Says(
        "Since 19:42 the connection loses packets; where, we cannot tell yet: too few are lost to say.",
        new Verdict(VerdictKind.CannotTell) { Largest = Share(Segment.Service), RunnerUp = Share(Segment.Access), IsUnproven = true }, Cause.Loss);

    [Fact]
    public void Too_little_data_is_said() => Assert.Equal(
        "There is too little data to tell how the line is or where any trouble lies.",
        Sentence(Facts(new Verdict(VerdictKind.CannotTell) { Largest = Share(Segment.Lan), RunnerUp = Share(Segment.Access), IsThin = true }, null)));

    [Fact]
    public void A_few_points_here_and_there_are_no_trouble() => Assert.Equal(
        "The connection is as quick as its distance allows; nothing is broken and nothing to restart at home.",
        Sentence(Facts(new Verdict(VerdictKind.CannotTell) { Largest = Share(Segment.Lan) with { Points = 2.9 }, RunnerUp = Share(Segment.Access) with { Points = 1 } }, Cause.Tail)
            with { NotAttributable = 60 }));

    [Fact]
    public void Silence_is_not_called_down() => Assert.Equal(
        "No measurement has come in since 19:42, so we cannot tell how the connection is: it need not be down.",
        Sentence(Facts(Verdict.Unknown, null) with { State = ScoreState.Stale, NewestData = Since }));

    [Fact]
    public void Nothing_yet_is_said() => Assert.Equal(
        "Nothing has been measured here yet, so we cannot tell how the connection is.", Sentence(Facts(Verdict.Unknown, null) with { State = ScoreState.NoData }));

    [Theory]
    [InlineData(95.0, 0.0, "The connection works well; nothing to restart at home.")]
    [InlineData(58.0, 40.0, "The connection is as quick as its distance allows; nothing is broken and nothing to restart at home.")]
    [InlineData(70.0, 2.0, "The connection is not at its best, but no part of the way shows trouble now.")]
    public void Nobody_to_blame(double score, double distance, string words) => Assert.Equal(
        words, Sentence(Facts(new Verdict(VerdictKind.Nobody), null) with { Score = score, NotAttributable = distance }));

    [Theory]
    [InlineData("2026-11-24T00:05:00Z", "00:05")]
    [InlineData("2026-11-23T23:55:00Z", "yesterday 23:55")]
    [InlineData("2026-11-02T08:00:00Z", "2 November 08:00")]
    public void Times_of_other_days_name_the_day(string since, string words) => Assert.StartsWith(
        $"Since {words} the provider's network",
        Sentence(Facts(Named(Segment.Core), Cause.Loss) with { Since = DateTimeOffset.Parse(since, System.Globalization.CultureInfo.InvariantCulture) }),
        StringComparison.Ordinal);

    [Fact]
    public void Times_are_those_of_the_place()
    {
        var zone = TimeZoneInfo.CreateCustomTimeZone("there", TimeSpan.FromHours(5.5), "there", "there");
        var said = new CareSentence(zone).Of(Facts(Named(Segment.Core), Cause.Loss), Now);
        Assert.StartsWith("Since 01:12 ", said, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_beginning_none_is_invented() => Assert.Equal(
        "The provider's network loses packets; nothing to restart at home.", Sentence(Facts(Named(Segment.Core), Cause.Loss) with { Since = null }));

    private void Says(string expected, Verdict verdict, Cause cause, params string[] failing) =>
        Assert.Equal(expected, Sentence(Facts(verdict, cause) with { FailingServices = failing }));

    private string Sentence(CareFacts facts) => _sentence.Of(facts, Now);

    private static CareFacts Facts(Verdict verdict, Cause? cause) =>
        new() { Verdict = verdict, Score = 63, State = ScoreState.Confident, Cause = cause, Since = Since };

    private static Verdict Named(Segment segment, VerdictScope scope = VerdictScope.Unknown, int confirming = 0, int absolving = 0) => new(VerdictKind.Segment)
    {
        Largest = Share(segment),
        Scope = scope,
        Witnesses = [.. Enumerable.Range(0, confirming + absolving).Select(i => new Witness($"n{i}", i < confirming, 60, i < confirming ? 20 : 0))],
    };

    private static SegmentShare Share(Segment segment) => new(segment, segment, 20);
}
