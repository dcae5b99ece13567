using System.Buffers.Binary;
using System.Globalization;
using System.Net;

namespace EdgeProbe.Capture.Observations;

/// <summary>
/// An address of either family in 16 bytes: IPv4 as its IPv4-mapped IPv6 form (RFC 4291 section 2.5.5.2). Never leaves the box.
/// </summary>
internal readonly record struct IpAddress(ulong High, ulong Low)
{
    private const ulong MappedPrefix = 0x0000_ffff_0000_0000;

    public bool IsV4 => High == 0 && Low >> 32 == 0xffff;

    public static IpAddress V4(uint address) => new(0, MappedPrefix | address);

    /// <summary>Four or sixteen bytes in network order.</summary>
    public static IpAddress Read(ReadOnlySpan<byte> bytes) => bytes.Length == 4
        ? V4(BinaryPrimitives.ReadUInt32BigEndian(bytes))
        : new(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]));

    public static IpAddress Of(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var length);
        return Read(bytes[..length]);
    }

    public IPAddress ToIPAddress()
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, High);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], Low);
        return new IPAddress(IsV4 ? bytes[12..] : bytes);
    }

    /// <summary>As text in UTF-8; 46 bytes are always enough.</summary>
    public bool TryFormat(Span<byte> into, out int length)
    {
        if (!IsV4) return ToIPAddress().TryFormat(into, out length);
        length = 0;
        for (var shift = 24; shift >= 0; shift -= 8)
        {
            if (!((byte)(Low >> shift)).TryFormat(into[length..], out var digits, default, CultureInfo.InvariantCulture)) return false;
            length += digits;
            if (shift > 0) into[length++] = (byte)'.';
        }

        return true;
    }

    public override string ToString() => ToIPAddress().ToString();
}
