using EdgeProbe.Capture.Observations;
using EdgeProbe.Testing.Packets;

namespace EdgeProbe.Agent.Tests.Capture.Parsing;

public sealed class TcpTests
{
    private static readonly TcpHeader Whole = new()
    {
        Sequence = 0xfffffff0, Acknowledgment = 77, Flags = 0x52, Window = 501, Timestamps = (uint.MaxValue, 0), Sack = [(10, 20), (5, 9)],
    };

    [Fact]
    public void A_segment_is_told_whole()
    {
        var packet = IpPackets.Tcp(Ends.V4(50_001, 8443), Whole, new byte[100]);
        var seen = Parsed.Packet(packet).One;
        Assert.Equal((50_001, 8443), (seen.SourcePort, seen.DestinationPort));
        Assert.Equal(TcpFlags.Syn | TcpFlags.Ack | TcpFlags.Ece, seen.TcpFlags);
        Assert.Equal((0xfffffff0u, 77u, 501), (seen.Tcp.Sequence, seen.Tcp.Acknowledgment, seen.Tcp.Window));
        Assert.Equal(packet[36] << 8 | packet[37], seen.Checksum);
        Assert.Equal(TcpOptions.Timestamps | TcpOptions.Sack, seen.Tcp.Options);
        Assert.Equal((uint.MaxValue, 0u), (seen.Tcp.TimestampValue, seen.Tcp.TimestampEcho));
        Assert.Equal((10u, 20u, 5u, 9u), (seen.Tcp.SackLeft, seen.Tcp.SackRight, seen.Tcp.SecondSackLeft, seen.Tcp.SecondSackRight));
        Assert.Equal((100u, TlsShape.None), (seen.PayloadLength, seen.Tcp.Tls));
    }

    [Fact]
    public void The_options_of_a_SYN_are_told()
    {
        var seen = Parsed.Packet(IpPackets.Tcp(Ends.V4(), TcpHeader.Opening(5))).One;
        Assert.Equal(TcpOptions.Timestamps | TcpOptions.WindowScale | TcpOptions.SackPermitted, seen.Tcp.Options);
        Assert.Equal((7, 1u, 0u), (seen.Tcp.WindowScale, seen.Tcp.TimestampValue, seen.Tcp.TimestampEcho));
    }

    [Fact]
    public void Nothing_is_left_of_the_packet_before()
    {
        var parser = new EdgeProbe.Capture.Parsing.FrameParser(EdgeProbe.Capture.Parsing.LinkType.Raw, 7);
        var into = new Observation[16];
        parser.Parse(IpPackets.Tcp(Ends.V4(), Whole, new byte[100]), 500, 1, into);
        var plain = IpPackets.Tcp(Ends.V4(), new TcpHeader());
        Assert.Equal(1, parser.Parse(plain, (uint)plain.Length, Parsed.TimeNs, into));
        Assert.Equal(Parsed.BytesOf(Parsed.Packet(plain).One), Parsed.BytesOf(into[0]));
    }

    [Fact]
    public void A_shift_above_14_is_14() =>
        Assert.Equal(14, Parsed.Packet(IpPackets.Tcp(Ends.V4(), new TcpHeader { WindowScale = 200 })).One.Tcp.WindowScale);

    [Theory]
    [InlineData(new byte[] { 8, 0 }, "length 0")]
    [InlineData(new byte[] { 8, 1 }, "length 1")]
    [InlineData(new byte[] { 8, 200 }, "past the end")]
    [InlineData(new byte[] { 8, 6, 0, 0, 0, 1 }, "timestamps of 6 bytes")]
    [InlineData(new byte[] { 5, 9, 0, 0, 0, 1, 0, 0, 0 }, "half a block")]
    [InlineData(new byte[] { 5, 2 }, "no block")]
    [InlineData(new byte[] { 3, 4, 7, 7 }, "a shift of two bytes")]
    [InlineData(new byte[] { 4, 3, 1 }, "permission with a value")]
    [InlineData(new byte[] { 1, 1, 1, 254 }, "no length")]
    public void An_option_that_lies_stops_the_walk_and_is_counted(byte[] options, string why)
    {
        Assert.NotEmpty(why);
        var parsed = Parsed.Packet(IpPackets.Tcp(Ends.V4(), new TcpHeader { RawOptions = options, WindowScale = options.Length > 3 ? null : 7 }, new byte[10]));
        Assert.Equal((ObservationKind.Tcp, 10u, "tcp_option_malformed"), (parsed.One.Kind, parsed.One.PayloadLength, parsed.Reasons));
        Assert.Equal(TcpOptions.None, parsed.One.Tcp.Options);
    }

    [Fact]
    public void Options_before_a_lie_and_unknown_ones_count()
    {
        byte[] options = [30, 4, 1, 2, 3, 3, 9, 0, 99, 99, 99, 99];
        var parsed = Parsed.Packet(IpPackets.Tcp(Ends.V4(), new TcpHeader { RawOptions = options }));
        Assert.Equal((TcpOptions.WindowScale, 9, ""), (parsed.One.Tcp.Options, parsed.One.Tcp.WindowScale, parsed.Reasons));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(15)]
    public void A_data_offset_that_lies_leaves_the_bytes(int words)
    {
        var parsed = Parsed.Packet(IpPackets.Tcp(Ends.V4(), new TcpHeader { SaidWords = words }, new byte[10]));
        Assert.Equal((ObservationKind.Other, 50u, "tcp_header_malformed"), (parsed.One.Kind, parsed.One.IpLength, parsed.Reasons));
    }

    [Fact]
    public void A_header_that_was_cut_off_tells_what_is_there()
    {
        var packet = IpPackets.Tcp(Ends.V4(), Whole, new byte[100]);
        for (var kept = 0; kept < 20 + 32; kept++)
        {
            var parsed = Parsed.Packet(packet.AsSpan(0, 20 + kept), packet.Length);
            Assert.Equal("tcp_header_cut", parsed.Reasons);
            Assert.Equal(kept < 14 ? ObservationKind.Other : ObservationKind.Tcp, parsed.One.Kind);
            if (kept < 14) continue;
            Assert.Equal((0xfffffff0u, 100u), (parsed.One.Tcp.Sequence, parsed.One.PayloadLength));
            Assert.Equal(kept < 16 ? 0 : 501, parsed.One.Tcp.Window);
            Assert.Equal(kept >= 32 ? TcpOptions.Timestamps : TcpOptions.None, parsed.One.Tcp.Options);
        }
    }

    [Fact]
    public void A_segment_shorter_than_a_header_is_malformed_not_cut() =>
        Assert.Equal("tcp_header_malformed", Parsed.Packet(new IpHeader().Around(Ends.Home, Ends.Internet, 6, new byte[13])).Reasons);

    [Fact]
    public void What_a_host_put_together_is_told()
    {
        var parsed = Parsed.Packet(IpPackets.Tcp(Ends.V4(), new TcpHeader(), new byte[20_000]));
        Assert.Equal((ObservationFlags.Merged, 20_000u), (parsed.One.Flags, parsed.One.PayloadLength));
    }
}
