using System.Net;
using System.Net.Sockets;

namespace EdgeProbe.Testing.Packets;

/// <summary>What an IP header says beside addresses and protocol. Lengths that are not set are the right ones.</summary>
public sealed record IpHeader
{
    public int Identification { get; init; } = 1;

    public int TimeToLive { get; init; } = 64;

    /// <summary>DSCP and ECN.</summary>
    public int TrafficClass { get; init; }

    /// <summary>In units of eight bytes.</summary>
    public int FragmentOffset { get; init; }

    public bool MoreFragments { get; init; }

    /// <summary>Of IPv4: padded to words.</summary>
    public byte[] Options { get; init; } = [];

    /// <summary>Of IPv4's total length or IPv6's payload length: a lie, or 0 as the kernel says it of merged packets.</summary>
    public int? SaidLength { get; init; }

    /// <summary>Of IPv6: extension headers whose last next-header field is already right; the first of them is <see cref="FirstExtension"/>.</summary>
    public byte[] Extensions { get; init; } = [];

    public int FirstExtension { get; init; }

    /// <summary>A whole IP packet of the addresses' family.</summary>
    public byte[] Around(IPAddress source, IPAddress destination, int protocol, ReadOnlySpan<byte> payload) =>
        source.AddressFamily == AddressFamily.InterNetworkV6
            ? AroundV6(source, destination, protocol, payload)
            : AroundV4(source, destination, protocol, payload);

    private byte[] AroundV4(IPAddress source, IPAddress destination, int protocol, ReadOnlySpan<byte> payload)
    {
        byte[] options = new Octets().Bytes(Options).PadTo(4);
        var length = 20 + options.Length;
        var fragment = FragmentOffset | (MoreFragments ? 0x2000 : 0) | (FragmentOffset == 0 && !MoreFragments ? 0x4000 : 0);
        byte[] header = new Octets()
            .U8(0x40 | length / 4, TrafficClass).U16(SaidLength ?? length + payload.Length, Identification, fragment)
            .U8(TimeToLive, protocol).U16(0).Address(source).Address(destination).Bytes(options);
        var sum = Checksums.Of(header);
        (header[10], header[11]) = ((byte)(sum >> 8), (byte)sum);
        return [.. header, .. payload];
    }

    private byte[] AroundV6(IPAddress source, IPAddress destination, int protocol, ReadOnlySpan<byte> payload) => new Octets()
        .U32(6L << 28 | (long)TrafficClass << 20)
        .U16(SaidLength ?? Extensions.Length + payload.Length)
        .U8(Extensions.Length > 0 ? FirstExtension : protocol, TimeToLive)
        .Address(source).Address(destination).Bytes(Extensions).Bytes(payload);
}
