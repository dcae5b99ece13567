using System.Buffers.Binary;

namespace EdgeProbe.Capture.Parsing;

/// <summary>A GRE header (RFC 2784, with key and sequence number by RFC 2890). Version 1, which is PPTP's, is another protocol.</summary>
internal readonly ref struct GreHeader
{
    private const int MinBytes = 4;
    private const int Checksum = 0x8000;
    private const int Routing = 0x4000;
    private const int Key = 0x2000;
    private const int SequenceNumber = 0x1000;
    private const int Version = 0x0007;

    private GreHeader(ushort etherType, int length) => (EtherType, Length) = (etherType, length);

    /// <summary>What is inside, by its EtherType; 0x6558 is an Ethernet frame (RFC 1701).</summary>
    public ushort EtherType { get; }

    public int Length { get; }

    public static bool TryRead(ReadOnlySpan<byte> bytes, out GreHeader header)
    {
        header = default;
        if (bytes.Length < MinBytes) return false;
        var flags = BinaryPrimitives.ReadUInt16BigEndian(bytes);
        if ((flags & (Routing | Version)) != 0) return false;
        var length = MinBytes + Word(flags, Checksum) + Word(flags, Key) + Word(flags, SequenceNumber);
        if (length > bytes.Length) return false;
        header = new GreHeader(BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]), length);
        return true;
    }

    private static int Word(int flags, int flag) => (flags & flag) != 0 ? 4 : 0;
}
