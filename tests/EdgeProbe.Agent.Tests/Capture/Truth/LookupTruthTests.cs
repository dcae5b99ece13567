using EdgeProbe.Testing.Captures;

namespace EdgeProbe.Agent.Tests.Capture.Truth;

/// <summary>DNS, echo and RTP against simulations.</summary>
public sealed class LookupTruthTests
{
    public static TheoryData<int> Seeds => [1, 2, 3];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Every_lookup_has_its_time_whatever_it_was_told(int seed)
    {
        var (recording, truth) = Lookups.Run(seed);
        var dns = Replayed.Document(recording).Dns;

        Assert.Equal(truth.Questions, dns.Queries);
        Assert.Equal(truth.TimesNs.Count, dns.Answered);
        Assert.Equal(truth.Retries, dns.Retries);
        Assert.Equal(truth.Duplicates, dns.DuplicateAnswers);
        Assert.Equal(0, dns.UnaskedAnswers);
        Assert.Equal(
            truth.Rcodes.Select(each => $"{each.Key} {each.Value}").Order(StringComparer.Ordinal),
            dns.Rcodes.Where(each => each.Value > 0).Select(each => $"{each.Key} {each.Value}").Order(StringComparer.Ordinal));
        Assert.Equal(truth.TimesNs.Count, dns.TimeUs.N);
        AssertNear(truth.TimesNs[0], dns.TimeUs.MinUs);
        AssertNear(truth.TimesNs[(truth.TimesNs.Count - 1) / 2], dns.TimeUs.P50Us);
        AssertNear(truth.TimesNs[^1], dns.TimeUs.MaxUs);
        Assert.All(dns.Transactions.Where(each => each.Outcome == "answered"), each => Assert.NotNull(each.TimeUs));
        Assert.Equal(truth.Unanswered, dns.Transactions.Count(each => each.Outcome is "timed_out" or "pending"));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Pings_of_both_families_are_timed_and_counted(int seed)
    {
        foreach (var v6 in new[] { false, true })
        {
            var (recording, truth) = Pings.Run(seed, v6: v6);
            var echo = Replayed.Document(recording).Icmp.Echo;

            Assert.Equal((truth.Requests, truth.TimesNs.Count, truth.Duplicates), (echo.Requests, echo.Answered, echo.Duplicates));
            Assert.Equal((truth.TimesNs.Count, 0L), (echo.Wan.N, echo.Lan.N + echo.Unknown.N));
            AssertNear(truth.TimesNs[0], echo.Wan.MinUs);
            AssertNear(truth.TimesNs[(truth.TimesNs.Count - 1) / 2], echo.Wan.P50Us);
            AssertNear(truth.TimesNs[^1], echo.Wan.MaxUs);
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_calls_losses_are_counted_without_its_duplicates(int seed)
    {
        foreach (var options in new[] { new CallOptions(), new CallOptions { Loss = 0, Duplicates = 0 }, new CallOptions { JitterNs = 35 * Simulation.Millisecond } })
        {
            var (recording, truth) = Call.Run(seed, options);
            var stream = Assert.Single(Replayed.Document(recording).Rtp);

            Assert.Equal((truth.Unique, truth.Lost, truth.Duplicates), (stream.Received, stream.Lost, stream.Duplicates));
            Assert.Equal(8000, stream.ClockRate);
            Assert.InRange(stream.JitterUs!.Value, 0.98 * truth.JitterNs / 1000, 1.02 * truth.JitterNs / 1000);
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Numbers_that_jump_are_another_run_not_loss(int seed)
    {
        var (recording, truth) = Call.Run(seed, new CallOptions { JumpAfter = 900 });
        var stream = Assert.Single(Replayed.Document(recording).Rtp);

        Assert.Equal((truth.Unique, truth.Lost, 1L), (stream.Received, stream.Lost, stream.Restarts));
    }

    private static void AssertNear(long expectedNs, double? gotUs) =>
        Assert.True(gotUs is { } got && Math.Abs(expectedNs / 1000d - got) <= 1, $"expected {expectedNs / 1000d} us, got {gotUs}");
}
