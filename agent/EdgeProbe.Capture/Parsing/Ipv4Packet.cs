using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using EdgeProbe.Capture.Observations;

namespace EdgeProbe.Capture.Parsing;

/// <summary>An IPv4 packet (RFC 791 section 3.1) inside a captured frame; gone when the next frame is read.</summary>
internal readonly ref struct Ipv4Packet
{
    public const int MinHeaderBytes = 20;

    private const int MoreFragments = 0x2000;
    private const int OffsetBits = 0x1fff;

    private readonly ReadOnlySpan<byte> _bytes;

    private Ipv4Packet(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>Bytes, options included: 20 to 60, all of them captured.</summary>
    public int HeaderLength
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (_bytes[0] & 15) * 4;
    }

    /// <summary>Header and payload as the header says; 0 where the host left it to the network card (TSO, BIG TCP).</summary>
    public uint TotalLength => BinaryPrimitives.ReadUInt16BigEndian(_bytes[2..]);

    public byte TrafficClass => _bytes[1];

    public ushort Identification => BinaryPrimitives.ReadUInt16BigEndian(_bytes[4..]);

    public bool IsFragment => (FragmentField & (MoreFragments | OffsetBits)) != 0;

    public bool IsLaterFragment => (FragmentField & OffsetBits) != 0;

    public byte TimeToLive => _bytes[8];

    public byte Protocol => _bytes[9];

    public IpAddress Source
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => IpAddress.V4(BinaryPrimitives.ReadUInt32BigEndian(_bytes[12..]));
    }

    public IpAddress Destination
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => IpAddress.V4(BinaryPrimitives.ReadUInt32BigEndian(_bytes[16..]));
    }

    private int FragmentField => BinaryPrimitives.ReadUInt16BigEndian(_bytes[6..]);

    /// <summary>False when the header is not whole or says that it is shorter than it can be.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryRead(ReadOnlySpan<byte> bytes, out Ipv4Packet packet)
    {
        packet = default;
        if (bytes.Length < MinHeaderBytes) return false;
        var headerLength = (bytes[0] & 15) * 4;
        if (headerLength < MinHeaderBytes || headerLength > bytes.Length) return false;
        packet = new Ipv4Packet(bytes);
        return true;
    }
}
