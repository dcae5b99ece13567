using System.Buffers.Binary;
using EdgeProbe.Capture.Observations;

namespace EdgeProbe.Capture.Parsing;

/// <summary>An IPv6 packet (RFC 8200 section 3) inside a captured frame; gone when the next frame is read.</summary>
internal readonly ref struct Ipv6Packet
{
    public const int HeaderBytes = 40;

    private readonly ReadOnlySpan<byte> _bytes;

    private Ipv6Packet(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    public byte TrafficClass => (byte)(BinaryPrimitives.ReadUInt16BigEndian(_bytes) >> 4);

    /// <summary>Bytes behind this header, extension headers included; 0 of a jumbogram (RFC 2675) and where the host left it out.</summary>
    public uint PayloadLength => BinaryPrimitives.ReadUInt16BigEndian(_bytes[4..]);

    public byte NextHeader => _bytes[6];

    public byte HopLimit => _bytes[7];

    public IpAddress Source => IpAddress.Read(_bytes[8..]);

    public IpAddress Destination => IpAddress.Read(_bytes[24..]);

    /// <summary>False when the header is not whole.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out Ipv6Packet packet)
    {
        packet = default;
        if (bytes.Length < HeaderBytes) return false;
        packet = new Ipv6Packet(bytes);
        return true;
    }
}
