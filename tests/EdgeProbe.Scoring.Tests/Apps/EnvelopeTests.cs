using EdgeProbe.Scoring.Apps;
using EdgeProbe.Scoring.Profiles;

namespace EdgeProbe.Scoring.Tests.Apps;

public sealed class EnvelopeTests
{
    private static readonly ScoreProfile Profile = ProfileFile.Default;

    [Theory]
    [InlineData(App.Voice)]
    [InlineData(App.VideoCall)]
    [InlineData(App.Gaming)]
    public void The_score_lies_inside_its_envelope_and_more_packets_make_it_narrower(App app)
    {
        var few = Envelope.OfDelays(Profile, app, Delays(60), 62, 2)!.Value;
        var many = Envelope.OfDelays(Profile, app, Delays(6000), 6200, 200)!.Value;
        Assert.All([few, many], envelope => Assert.InRange(envelope.Points.Value, envelope.Low, envelope.High));
        Assert.True(many.High - many.Low < few.High - few.Low);
    }

    [Fact]
    public void A_handful_of_loss_free_packets_proves_little()
    {
        var envelope = Envelope.OfDelays(Profile, App.Gaming, Delays(12), 12, 0)!.Value;
        Assert.Equal((100, 0), (envelope.High, envelope.Low));
    }

    [Fact]
    public void Nothing_sent_is_no_envelope() => Assert.Null(Envelope.OfDelays(Profile, App.Gaming, new DelaySketch(), 0, 0));

    [Fact]
    public void Pages_that_all_failed_score_nothing()
    {
        var envelope = Envelope.OfTransactions(Profile, new DelaySketch(), 10, 10)!.Value;
        Assert.Equal(new AppPoints(0, Metric.Fail), envelope.Points);
    }

    [Fact]
    public void Pages_of_a_fifth_of_a_second_are_perfect_with_an_honest_lower_end()
    {
        var totals = new DelaySketch();
        totals.Add(200_000, 20);
        var envelope = Envelope.OfTransactions(Profile, totals, 20, 0)!.Value;
        Assert.Equal(100, envelope.Points.Value);
        // 0 of 20 failures still allows 16 % of them.
        Assert.Equal(0, envelope.Low);
    }

    private static DelaySketch Delays(int count)
    {
        var sketch = new DelaySketch();
        for (var i = 0; i < count; i++) sketch.Add((ulong)(25_000 + i * 7919 % 60_000));
        return sketch;
    }
}
