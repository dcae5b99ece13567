using System.Buffers.Binary;

namespace EdgeProbe.Capture.Parsing;

internal enum IcmpClass : byte { Other, Echo, Error }

/// <summary>An ICMP message of either family (RFC 792, RFC 4443) inside a captured frame; gone when the next frame is read.</summary>
internal readonly ref struct IcmpMessage
{
    public const int HeaderBytes = 8;

    private readonly ReadOnlySpan<byte> _bytes;

    private IcmpMessage(ReadOnlySpan<byte> bytes, IcmpClass kind)
    {
        _bytes = bytes;
        Class = kind;
    }

    /// <summary>Errors quote a packet: unreachable, source quench, time exceeded, parameter problem, too big. A redirect is none.</summary>
    public IcmpClass Class { get; }

    public byte Type => _bytes[0];

    public byte Code => _bytes[1];

    public ushort Checksum => BinaryPrimitives.ReadUInt16BigEndian(_bytes[2..]);

    /// <summary>Of an echo.</summary>
    public ushort Identifier => BinaryPrimitives.ReadUInt16BigEndian(_bytes[4..]);

    /// <summary>Of an echo.</summary>
    public ushort Sequence => BinaryPrimitives.ReadUInt16BigEndian(_bytes[6..]);

    /// <summary>Of an error: what was captured of the packet that it quotes.</summary>
    public ReadOnlySpan<byte> Quoted => _bytes[HeaderBytes..];

    /// <summary>False when the eight bytes that every type has are not whole.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, bool v6, out IcmpMessage message)
    {
        message = default;
        if (bytes.Length < HeaderBytes) return false;
        message = new IcmpMessage(bytes, v6 ? ClassV6(bytes[0], bytes[1]) : ClassV4(bytes[0], bytes[1]));
        return true;
    }

    private static IcmpClass ClassV4(byte type, byte code) => type switch
    {
        0 or 8 when code == 0 => IcmpClass.Echo,
        3 or 4 or 11 or 12 => IcmpClass.Error,
        _ => IcmpClass.Other,
    };

    private static IcmpClass ClassV6(byte type, byte code) => type switch
    {
        128 or 129 when code == 0 => IcmpClass.Echo,
        1 or 2 or 3 or 4 => IcmpClass.Error,
        _ => IcmpClass.Other,
    };
}
