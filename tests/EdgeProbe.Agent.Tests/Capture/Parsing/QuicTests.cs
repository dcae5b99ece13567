using EdgeProbe.Capture.Observations;
using EdgeProbe.Testing.Packets;

namespace EdgeProbe.Agent.Tests.Capture.Parsing;

public sealed class QuicTests
{
    private static readonly byte[] ClientId = [1, 2, 3, 4, 5, 6, 7, 8];
    private static readonly byte[] ServerId = [9, 9, 9, 9];

    [Theory]
    [InlineData(QuicPackets.V1)]
    [InlineData(QuicPackets.V2)]
    [InlineData(0xff000016)]
    [InlineData(0xff00001a)]
    [InlineData(0xff00001d)]
    [InlineData(0xff000022)]
    public void A_long_header_is_told_by_version_type_and_hashed_ids(uint version)
    {
        QuicTypes[] types = [QuicTypes.Initial, QuicTypes.ZeroRtt, QuicTypes.Handshake, QuicTypes.Retry];
        for (var type = 0; type < 4; type++)
        {
            var seen = Datagram(QuicPackets.Long(version, type, ClientId, ServerId)).One;
            Assert.Equal((UdpShape.QuicLong, types[type], version), (seen.Udp.Shape, seen.Udp.Quic, seen.Udp.QuicVersion));
            Assert.NotEqual(0u, seen.Udp.QuicDestinationHash);
            Assert.NotEqual(seen.Udp.QuicDestinationHash, seen.Udp.QuicSourceHash);
        }
    }

    [Fact]
    public void An_id_has_one_hash_on_either_side_and_none_when_it_is_empty()
    {
        var there = Datagram(QuicPackets.Long(1, QuicPackets.Initial, ClientId, [])).One;
        var back = Datagram(QuicPackets.Long(1, QuicPackets.Initial, [], ClientId)).One;
        Assert.Equal((there.Udp.QuicDestinationHash, 0u), (back.Udp.QuicSourceHash, there.Udp.QuicSourceHash));
        Assert.Equal(0u, back.Udp.QuicDestinationHash);
        Assert.NotEqual(there.Udp.QuicDestinationHash, Datagram(QuicPackets.Long(1, QuicPackets.Initial, [.. ClientId, 0], [])).One.Udp.QuicDestinationHash);
    }

    [Fact]
    public void Coalesced_packets_are_walked_to_the_short_header()
    {
        byte[] datagram =
        [
            .. QuicPackets.Long(1, QuicPackets.Initial, ClientId, ServerId, 100, token: new byte[20]),
            .. QuicPackets.Long(1, QuicPackets.Handshake, ClientId, ServerId, 300),
            .. QuicPackets.Short(ClientId, spin: true),
        ];
        var seen = Datagram(datagram).One;
        Assert.Equal((QuicTypes.Initial | QuicTypes.Handshake, 0x60), (seen.Udp.Quic, seen.Udp.QuicShortFollows));
    }

    [Fact]
    public void Padding_and_other_ids_end_the_walk()
    {
        var initial = QuicPackets.Long(1, QuicPackets.Initial, ClientId, ServerId);
        byte[][] behind =
        [
            new byte[500],
            QuicPackets.Long(1, QuicPackets.Handshake, ServerId, ClientId),
            QuicPackets.Long(QuicPackets.V2, QuicPackets.Handshake, ClientId, ServerId),
            QuicPackets.Short(ServerId, spin: true),
            QuicPackets.Short(ClientId, spin: true, payload: 10),
        ];
        foreach (var rest in behind)
        {
            var seen = Datagram([.. initial, .. rest]).One;
            Assert.Equal((QuicTypes.Initial, 0), (seen.Udp.Quic, seen.Udp.QuicShortFollows));
        }
    }

    [Fact]
    public void Packets_beyond_the_eighth_are_not_walked()
    {
        var datagram = new Octets();
        for (var packet = 0; packet < 8; packet++) datagram.Bytes(QuicPackets.Long(1, QuicPackets.Initial, ClientId, ServerId, 20));
        datagram.Bytes(QuicPackets.Long(1, QuicPackets.Handshake, ClientId, ServerId, 20));
        Assert.Equal(QuicTypes.Initial, Datagram(datagram).One.Udp.Quic);
    }

    [Fact]
    public void A_fixed_bit_that_was_greased_does_not_hide_a_long_header()
    {
        var initial = QuicPackets.Long(1, QuicPackets.Initial, ClientId, ServerId);
        initial[0] &= 0xbf;
        Assert.Equal(UdpShape.QuicLong, Datagram(initial).One.Udp.Shape);
    }

    [Fact]
    public void A_list_of_versions_is_a_negotiation_when_somebody_could_speak_one()
    {
        foreach (var list in new uint[][] { [1], [0x1a2a3a4a, 0xff00001d], [0xdeadbeef, QuicPackets.V2], [0x0a0a0a0a] })
            Assert.Equal(QuicTypes.VersionNegotiation, Datagram(QuicPackets.Negotiation(ClientId, ServerId, list)).One.Udp.Quic);
        foreach (var list in new uint[][] { [], [0xdeadbeef], [0] })
            Assert.False(IsSure(Datagram(QuicPackets.Negotiation(ClientId, ServerId, list))));
    }

    [Theory]
    [InlineData(0x1a2a3a4a)]
    [InlineData(0x51303433)]
    [InlineData(0xff000023)]
    public void Other_versions_are_guesses_and_are_counted_on_their_port(uint version)
    {
        var payload = QuicPackets.Long(version, QuicPackets.Initial, ClientId, ServerId);
        var parsed = Datagram(payload);
        Assert.Equal((UdpShape.QuicLong, QuicTypes.Initial, version), (parsed.One.Udp.Shape, parsed.One.Udp.Quic, parsed.One.Udp.QuicVersion));
        Assert.Equal((ObservationFlags.Guessed, "quic_version_unknown"), (parsed.One.Flags, parsed.Reasons));
        Assert.Equal("", Parsed.Packet(IpPackets.Udp(Ends.V4(40_000, 4000), payload)).Reasons);
    }

    [Fact]
    public void Ids_longer_than_20_bytes_and_lengths_beyond_the_datagram_are_malformed()
    {
        Assert.Equal("quic_malformed", Datagram(QuicPackets.Long(1, QuicPackets.Initial, new byte[21], ServerId)).Reasons);
        Assert.Equal("quic_malformed", Datagram(QuicPackets.Long(1, QuicPackets.Initial, ClientId, new byte[255])).Reasons);
        var lying = QuicPackets.Long(1, QuicPackets.Handshake, ClientId, ServerId, 100);
        Assert.Equal("quic_malformed", Datagram(lying[..^1]).Reasons);
    }

    [Fact]
    public void A_short_header_is_told_by_its_first_byte_alone()
    {
        var seen = Datagram(QuicPackets.Short(ClientId, spin: true)).One;
        Assert.Equal((UdpShape.QuicShort, 0x60), (seen.Udp.Shape, seen.Udp.FirstByte));
        Assert.Equal(UdpShape.None, Datagram(QuicPackets.Short([], spin: true, payload: 18)).One.Udp.Shape);
        Assert.Equal((UdpShape.None, 0x20), (Datagram([0x20, .. new byte[50]]).One.Udp.Shape, Datagram([0x20, .. new byte[50]]).One.Udp.FirstByte));
    }

    [Fact]
    public void Cut_at_every_length_a_long_header_is_itself_or_nothing()
    {
        var packet = IpPackets.Udp(Ends.V4(), QuicPackets.Long(1, QuicPackets.Initial, ClientId, ServerId, 1150, token: new byte[30]));
        for (var kept = 28; kept <= packet.Length; kept++)
        {
            var parsed = Parsed.Packet(packet.AsSpan(0, kept), packet.Length);
            var whole = kept >= 28 + 7 + 12;
            Assert.Equal((kept, whole ? UdpShape.QuicLong : UdpShape.None), (kept, parsed.One.Udp.Shape));
            Assert.Equal(whole ? QuicTypes.Initial : QuicTypes.None, parsed.One.Udp.Quic);
            Assert.Equal((uint)packet.Length - 28, parsed.One.PayloadLength);
        }
    }

    [Fact]
    public void Random_datagrams_are_never_taken_for_QUIC_for_sure()
    {
        var chance = new Random(9);
        var (payload, found) = (new byte[300], 0);
        for (var run = 0; run < 20_000; run++)
        {
            chance.NextBytes(payload);
            if (IsSure(Datagram(payload))) found++;
        }

        Assert.Equal(0, found);
    }

    private static bool IsSure(Parsed parsed) => parsed.One.Udp.Shape == UdpShape.QuicLong && parsed.One.Flags != ObservationFlags.Guessed;

    private static Parsed Datagram(byte[] payload) => Parsed.Packet(IpPackets.Udp(Ends.V4(), payload));
}
