using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using EdgeProbe.Capture.Observations;

namespace EdgeProbe.Capture.Parsing;

/// <summary>A TCP segment (RFC 9293 section 3.1) inside a captured frame; gone when the next frame is read.</summary>
internal readonly ref struct TcpSegment
{
    public const int MinHeaderBytes = 20;

    /// <summary>Ports, sequence, acknowledgment, offset and flags. A header cut off behind them still says what loss and delay need.</summary>
    public const int NeededBytes = 14;

    private readonly ReadOnlySpan<byte> _bytes;

    private TcpSegment(ReadOnlySpan<byte> bytes, int headerLength)
    {
        _bytes = bytes;
        HeaderLength = headerLength;
    }

    public ushort SourcePort => BinaryPrimitives.ReadUInt16BigEndian(_bytes);

    public ushort DestinationPort => BinaryPrimitives.ReadUInt16BigEndian(_bytes[2..]);

    public uint Sequence => BinaryPrimitives.ReadUInt32BigEndian(_bytes[4..]);

    public uint Acknowledgment => BinaryPrimitives.ReadUInt32BigEndian(_bytes[8..]);

    public TcpFlags Flags => (TcpFlags)_bytes[13];

    /// <summary>0 where it was not captured.</summary>
    public ushort Window => _bytes.Length >= 16 ? BinaryPrimitives.ReadUInt16BigEndian(_bytes[14..]) : (ushort)0;

    /// <summary>0 where it was not captured.</summary>
    public ushort Checksum => _bytes.Length >= 18 ? BinaryPrimitives.ReadUInt16BigEndian(_bytes[16..]) : (ushort)0;

    /// <summary>Bytes, options included: 20 to 60, which need not all have been captured.</summary>
    public int HeaderLength { get; }

    public bool IsCut => HeaderLength > _bytes.Length;

    /// <summary>What was captured of the options.</summary>
    public ReadOnlySpan<byte> Options => _bytes.Length <= MinHeaderBytes ? default : _bytes[MinHeaderBytes..Math.Min(HeaderLength, _bytes.Length)];

    /// <summary>What was captured behind the header.</summary>
    public ReadOnlySpan<byte> Payload
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => IsCut ? default : _bytes[HeaderLength..];
    }

    /// <summary>False when fewer than <see cref="NeededBytes"/> were captured or the data offset is below five words.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryRead(ReadOnlySpan<byte> bytes, out TcpSegment segment)
    {
        segment = default;
        if (bytes.Length < NeededBytes) return false;
        var headerLength = (bytes[12] >> 4) * 4;
        if (headerLength < MinHeaderBytes) return false;
        segment = new TcpSegment(bytes, headerLength);
        return true;
    }
}
