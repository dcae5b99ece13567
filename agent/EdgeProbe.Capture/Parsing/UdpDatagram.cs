using System.Buffers.Binary;

namespace EdgeProbe.Capture.Parsing;

/// <summary>A UDP datagram (RFC 768) inside a captured frame; gone when the next frame is read.</summary>
internal readonly ref struct UdpDatagram
{
    public const int HeaderBytes = 8;

    private readonly ReadOnlySpan<byte> _bytes;

    private UdpDatagram(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    public ushort SourcePort => BinaryPrimitives.ReadUInt16BigEndian(_bytes);

    public ushort DestinationPort => BinaryPrimitives.ReadUInt16BigEndian(_bytes[2..]);

    /// <summary>Header and payload as the header says: at least 8, or 0 where only IP knows (RFC 2675 section 4, segmentation offload).</summary>
    public uint Length => BinaryPrimitives.ReadUInt16BigEndian(_bytes[4..]);

    public ushort Checksum => BinaryPrimitives.ReadUInt16BigEndian(_bytes[6..]);

    /// <summary>What was captured behind the header.</summary>
    public ReadOnlySpan<byte> Payload => _bytes[HeaderBytes..];

    /// <summary>False when the header is not whole or says that the datagram is shorter than it.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out UdpDatagram datagram)
    {
        datagram = default;
        if (bytes.Length < HeaderBytes) return false;
        if (BinaryPrimitives.ReadUInt16BigEndian(bytes[4..]) is > 0 and < HeaderBytes) return false;
        datagram = new UdpDatagram(bytes);
        return true;
    }
}
