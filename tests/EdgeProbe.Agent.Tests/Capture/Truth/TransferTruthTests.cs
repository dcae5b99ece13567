using EdgeProbe.Capture.Truth.Documents;
using EdgeProbe.Testing.Captures;

namespace EdgeProbe.Agent.Tests.Capture.Truth;

/// <summary>TCP against simulations whose truth is known from themselves.</summary>
public sealed class TransferTruthTests
{
    private const double ToleranceUs = 1;

    // The simulation's SYN, request and FIN go to the far host, the SYN-ACK and the FIN's answer to the near one.
    private const int SamplesWithoutData = 2;

    public static TheoryData<int> Seeds => [1, 2, 3];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_clean_download_gives_both_halves_and_its_round_trips(int seed)
    {
        var (recording, truth) = Transfer.Run(seed, new TransferOptions());
        var connection = Replayed.Connection(recording);

        Assert.Equal(("lan", "home", "complete"), (connection.ClientSide, connection.Sides, connection.Handshake));
        AssertHalves(truth, connection);
        AssertRoundTrips(truth, connection.Rtt.Lan);
        Assert.Equal(truth.PayloadBytes, connection.PayloadBytes.Server);
        AssertNothingWrong(connection);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void An_upload_measures_the_internet_with_the_homes_own_data(int seed)
    {
        var (recording, truth) = Transfer.Run(seed, new TransferOptions { Upload = true });
        var connection = Replayed.Connection(recording);

        AssertHalves(truth, connection);
        AssertRoundTrips(truth, connection.Rtt.Wan);
        AssertNothingWrong(connection);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_connection_into_the_home_swaps_the_sides(int seed)
    {
        var (recording, truth) = Transfer.Run(seed, new TransferOptions { Inbound = true });
        var connection = Replayed.Connection(recording);

        Assert.Equal("wan", connection.ClientSide);
        AssertNear(truth.ToServerNs, connection.Connect.LanUs);
        AssertNear(truth.ToClientNs, connection.Connect.WanUs);
        AssertRoundTrips(truth, connection.Rtt.Lan);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Acknowledgments_at_once_or_delayed_are_measured_alike(int seed)
    {
        var (recording, truth) = Transfer.Run(seed, new TransferOptions { DelayedAckNs = 0 });

        AssertRoundTrips(truth, Replayed.Connection(recording).Rtt.Lan);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Sequence_numbers_and_timestamps_may_wrap(int seed)
    {
        var options = new TransferOptions { FirstSequence = uint.MaxValue - 200_000, FirstTimestamp = uint.MaxValue - 100 };
        var (recording, truth) = Transfer.Run(seed, options);
        var connection = Replayed.Connection(recording);

        AssertHalves(truth, connection);
        AssertRoundTrips(truth, connection.Rtt.Lan);
        AssertNothingWrong(connection);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_keep_alive_is_neither_data_nor_loss(int seed)
    {
        var (recording, truth) = Transfer.Run(seed, new TransferOptions { Segments = 40, KeepAlives = 3 });
        var connection = Replayed.Connection(recording);

        Assert.Equal(truth.KeepAlives, connection.KeepAlive);
        AssertNothingWrong(connection);
        Assert.True(connection.Rtt.Wan.MaxUs < 100_000, $"a keep-alive's answer was taken for a round trip: {connection.Rtt.Wan.MaxUs}");
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Half_a_conversation_is_no_failure_and_no_loss(int seed)
    {
        var (recording, truth) = Transfer.Run(seed, new TransferOptions());
        var up = Replayed.Document(recording.OneSided(up: true));
        var down = Replayed.Document(recording.OneSided(up: false));

        foreach (var document in new[] { up, down })
        {
            var connection = Assert.Single(document.Connections);
            Assert.True(connection.OneSided);
            Assert.Equal(1, document.Totals.OneSidedFlows);
            Assert.DoesNotContain(connection.Handshake, new[] { "refused", "unanswered", "unreachable" });
            Assert.Equal(0, connection.Rtt.Wan.N + connection.Rtt.Lan.N);
            AssertNothingWrong(connection);
        }

        AssertNear(truth.ToServerNs + truth.ToClientNs, up.Connections[0].Connect.FullUs);
    }

    private static void AssertHalves(TransferTruth truth, Connection connection)
    {
        AssertNear(truth.ToServerNs, connection.Connect.WanUs);
        AssertNear(truth.ToClientNs, connection.Connect.LanUs);
        AssertNear(truth.ToServerNs + truth.ToClientNs, connection.Connect.FullUs);
    }

    private static void AssertRoundTrips(TransferTruth truth, Delays delays)
    {
        long[] sorted = [.. truth.DataRttNs.Order()];
        var median = sorted[(sorted.Length - 1) / 2] / 1000d;
        Assert.InRange(delays.N, sorted.Length, sorted.Length + SamplesWithoutData);
        Assert.InRange(delays.P50Us!.Value, 0.98 * median, 1.02 * median);
        Assert.True(delays.MinUs >= 0);
    }

    private static void AssertNothingWrong(Connection connection)
    {
        Assert.Equal((0, 0), (connection.Loss.Wan.Segments, connection.Loss.Lan.Segments));
        Assert.Equal((0, 0), (connection.Spurious.Wan, connection.Spurious.Lan));
        Assert.Equal((0, 0), (connection.Reordered.Wan, connection.Reordered.Lan));
        Assert.Equal((0, 0), (connection.UnseenBytes, connection.MirrorDuplicate));
    }

    private static void AssertNear(long expectedNs, double? gotUs) =>
        Assert.True(gotUs is { } got && Math.Abs(expectedNs / 1000d - got) <= ToleranceUs, $"expected {expectedNs / 1000d} us, got {gotUs}");
}
