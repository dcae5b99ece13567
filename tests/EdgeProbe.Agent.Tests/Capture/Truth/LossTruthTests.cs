using EdgeProbe.Capture.Truth.Documents;
using EdgeProbe.Testing.Captures;

namespace EdgeProbe.Agent.Tests.Capture.Truth;

/// <summary>On which side of the probe something went missing, against simulations that dropped it there.</summary>
public sealed class LossTruthTests
{
    public static TheoryData<int, bool, bool> Ways
    {
        get
        {
            var data = new TheoryData<int, bool, bool>();
            foreach (var seed in new[] { 1, 2, 3 })
            {
                foreach (var upload in new[] { false, true })
                {
                    foreach (var sack in new[] { false, true }) data.Add(seed, upload, sack);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Loss_between_probe_and_internet_is_the_internets(int seed, bool upload, bool sack)
    {
        var connection = AssertLocated(seed, new TransferOptions { Upload = upload, Sack = sack, Path = new PathOptions { WanLoss = 0.02 } });

        Assert.Equal(0, connection.Loss.Lan.Segments);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Loss_between_probe_and_home_is_the_homes(int seed, bool upload, bool sack)
    {
        var connection = AssertLocated(seed, new TransferOptions { Upload = upload, Sack = sack, Path = new PathOptions { LanLoss = 0.02 } });

        Assert.Equal(0, connection.Loss.Wan.Segments);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Loss_on_both_sides_is_told_apart(int seed, bool upload, bool sack) =>
        AssertLocated(seed, new TransferOptions { Upload = upload, Sack = sack, Timestamps = sack, Path = new PathOptions { LanLoss = 0.01, WanLoss = 0.01 } });

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_sender_that_repeats_what_had_arrived_has_lost_nothing(int seed)
    {
        var deaf = (250 * Simulation.Millisecond, 650 * Simulation.Millisecond);
        var (recording, truth) = Transfer.Run(seed, new TransferOptions { Segments = 1000, Path = new PathOptions { DeafNs = deaf } });
        var connection = Replayed.Connection(recording);

        Assert.True(truth.Spurious > 0, "the scene makes no spurious retransmission: its truth tests nothing");
        Assert.Equal(truth.Spurious, connection.Spurious.Wan);
        Assert.Equal((0, 0), (connection.Loss.Wan.Segments, connection.Loss.Lan.Segments));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Every_packet_twice_is_the_mirrors_doing_and_changes_nothing(int seed)
    {
        var (recording, _) = Transfer.Run(seed, new TransferOptions { Path = new PathOptions { LanLoss = 0.02 }, Segments = 800 });
        var once = Replayed.Connection(recording);
        var twice = Replayed.Connection(recording.Mirrored());

        Assert.Equal(recording.Count, twice.MirrorDuplicate);
        Assert.Equal((once.Loss.Wan, once.Loss.Lan, once.Spurious), (twice.Loss.Wan, twice.Loss.Lan, twice.Spurious));
        Assert.Equal((once.Rtt.Wan, once.Rtt.Lan, once.Connect), (twice.Rtt.Wan, twice.Rtt.Lan, twice.Connect));
    }

    private static Connection AssertLocated(int seed, TransferOptions options)
    {
        var (recording, truth) = Transfer.Run(seed, options with { Segments = 1500 });
        var connection = Replayed.Connection(recording);
        AssertAround(truth.LostWan, connection.Loss.Wan.Segments);
        AssertAround(truth.LostLan, connection.Loss.Lan.Segments);
        return connection;
    }

    // Two at least: a repetition that is lost before the probe as well leaves no trace there.
    private static void AssertAround(int expected, long got) =>
        Assert.True(Math.Abs(expected - got) <= Math.Max(2, 0.1 * expected), $"expected {expected} lost, got {got}");
}
