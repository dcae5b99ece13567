using EdgeProbe.Testing.Captures;

namespace EdgeProbe.Agent.Tests.Capture.Truth;

/// <summary>A wall clock that is moved while packets are under way.</summary>
public sealed class ClockTruthTests
{
    // The simulated path and its delayed acknowledgments take less.
    private const double LongestUs = 1_000_000;

    [Theory]
    [InlineData(-1500)]
    [InlineData(-20)]
    [InlineData(3_600_000)]
    [InlineData(-86_400_000)]
    public void A_step_makes_no_impossible_round_trip_and_no_loss(long milliseconds)
    {
        var (recording, truth) = Transfer.Run(1, new TransferOptions { Segments = 800 });
        var connection = Replayed.Connection(recording.Stepped(milliseconds * Simulation.Millisecond));

        foreach (var delays in new[] { connection.Rtt.Wan, connection.Rtt.Lan })
        {
            Assert.True(delays.MinUs >= 0, $"negative: {delays.MinUs}");
            Assert.True(delays.MaxUs < LongestUs, $"longer than the path: {delays.MaxUs}");
        }

        Assert.True(connection.Rtt.Lan.N >= 0.95 * truth.DataRttNs.Count, $"{connection.Rtt.Lan.N} samples of {truth.DataRttNs.Count}");
        Assert.True(connection.Voided + connection.Impossible > 0, "what was under way was neither voided nor found impossible");
        Assert.Equal((0, 0), (connection.Loss.Wan.Segments, connection.Loss.Lan.Segments));
    }
}
