using EdgeProbe.Capture.Observations;
using EdgeProbe.Capture.Parsing;
using EdgeProbe.Testing.Packets;

namespace EdgeProbe.Agent.Tests.Capture.Parsing;

public sealed class TlsTests
{
    public static TheoryData<byte[], int> Records => new()
    {
        { TlsRecords.ClientHello(), (int)TlsShape.ClientHello },
        { TlsRecords.ServerHello(), (int)TlsShape.ServerHello },
        { TlsRecords.HelloRetryRequest(), (int)TlsShape.HelloRetryRequest },
        { TlsRecords.ApplicationData(500), (int)TlsShape.ApplicationData },
        { TlsRecords.Alert(2, 40), (int)TlsShape.Alert },
        { [21, 3, 3, 0, 26, .. new byte[26]], (int)TlsShape.Alert },
        { [20, 3, 3, 0, 1, 1], (int)TlsShape.None },
        { [22, 3, 3, 0, 40, 11, 0, 0, 36], (int)TlsShape.None },
        { [22, 2, 0, 0, 40, 1, 0, 0, 36], (int)TlsShape.None },
        { [22, 3, 5, 0, 40, 1, 0, 0, 36], (int)TlsShape.None },
        { [22, 3, 3, 0, 0, 1, 0, 0, 36], (int)TlsShape.None },
        { [22, 3, 3, 255, 255, 1, 0, 0, 36], (int)TlsShape.None },
        { [22, 3, 3, 0, 40, 1, 77, 0, 36], (int)TlsShape.None },
        { [21, 3, 3, 0, 2, 3, 40], (int)TlsShape.None },
        { [21, 3, 3, 2, 0, 1, 40], (int)TlsShape.None },
        { "GET / HTTP/1.1\r\n\r\n"u8.ToArray(), (int)TlsShape.None },
    };

    [Theory]
    [MemberData(nameof(Records))]
    public void A_record_is_known_by_its_first_bytes(byte[] payload, int shape) =>
        Assert.Equal((TlsShape)shape, Parsed.Packet(IpPackets.Tcp(Ends.V4(), new TcpHeader(), payload)).One.Tcp.Tls);

    [Fact]
    public void An_alert_in_the_clear_says_level_and_description()
    {
        var seen = Parsed.Packet(IpPackets.Tcp(Ends.V4().Reversed, new TcpHeader(), TlsRecords.Alert(2, 40))).One;
        Assert.Equal((2, 40), (seen.Tcp.AlertLevel, seen.Tcp.AlertDescription));
    }

    [Fact]
    public void A_hello_cut_at_every_length_is_itself_or_nothing()
    {
        var retry = TlsRecords.HelloRetryRequest();
        for (var length = 0; length < retry.Length; length++)
        {
            var expected = length < 6 ? TlsShape.None : length < 43 ? TlsShape.ServerHello : TlsShape.HelloRetryRequest;
            Assert.Equal(length >= 6, TlsRecord.TryRead(retry.AsSpan(0, length), out var record));
            Assert.Equal(expected, record.Shape);
        }

        var alert = TlsRecords.Alert(2, 40);
        Assert.True(TlsRecord.TryRead(alert.AsSpan(0, 6), out var cut));
        Assert.Equal((TlsShape.Alert, 0, 0), (cut.Shape, cut.AlertLevel, cut.AlertDescription));
        for (var length = 0; length < 5; length++) Assert.False(TlsRecord.TryRead(alert.AsSpan(0, length), out _));
    }
}
