using EdgeProbe.Testing.Captures;
using EdgeProbe.Testing.Packets;

namespace EdgeProbe.Agent.Tests.Capture.Truth;

/// <summary>Where frames lie more than ten seconds apart, or backward in time, no connecting took so long.</summary>
public sealed class ImpossibleConnectTests
{
    private static readonly Ends Up = Ends.V4();

    [Theory]
    [InlineData(0.03, 30_000d)]
    [InlineData(64.0, null)]
    public void A_connection_of_which_one_half_is_seen(double seconds, double? expected)
    {
        var recording = Recorded(seconds, IpPackets.Tcp(Up, new TcpHeader { Sequence = 1001, Acknowledgment = 5001 }), up: true);
        Assert.Equal(expected, Replayed.Connection(recording).Connect.FullUs);
    }

    [Theory]
    [InlineData(0.03, 1)]
    [InlineData(64.0, 0)]
    public void A_refusal_is_a_round_trip_only_when_it_can_be_one(double seconds, int samples)
    {
        var refusal = new TcpHeader { Sequence = 0, Acknowledgment = 1001, Flags = TcpHeader.Rst | TcpHeader.Ack };
        var connection = Replayed.Connection(Recorded(seconds, IpPackets.Tcp(Up.Reversed, refusal), up: false));
        Assert.Equal(("refused", samples), (connection.Handshake, connection.Rtt.Wan.N + connection.Rtt.Lan.N));
    }

    [Fact]
    public void One_sample_of_seconds_is_its_own_percentiles()
    {
        var refusal = new TcpHeader { Sequence = 0, Acknowledgment = 1001, Flags = TcpHeader.Rst | TcpHeader.Ack };
        var connection = Replayed.Connection(Recorded(4.012434165, IpPackets.Tcp(Up.Reversed, refusal), up: false));
        var delays = connection.Rtt.Wan.N == 1 ? connection.Rtt.Wan : connection.Rtt.Lan;
        Assert.Equal((4_012_434.165, 4_012_434.165, 4_012_434.165), (delays.MinUs, delays.P50Us, delays.P95Us));
    }

    private static Recording Recorded(double seconds, byte[] second, bool up) => new(
    [
        new SeenPacket(0, IpPackets.Tcp(Up, TcpHeader.Opening(1000)), Up: true),
        new SeenPacket((long)(seconds * 1e9), second, up),
    ]);
}
