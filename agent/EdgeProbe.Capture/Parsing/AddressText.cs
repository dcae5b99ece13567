using System.Buffers.Binary;
using EdgeProbe.Capture.Observations;

namespace EdgeProbe.Capture.Parsing;

/// <summary>Addresses written in ASCII (RFC 4291 section 2.2), read without making strings.</summary>
internal static class AddressText
{
    private const int Groups = 8;

    /// <summary>"192.0.2.1": four numbers of one to three digits, nothing else.</summary>
    public static bool TryReadV4(ReadOnlySpan<byte> text, out IpAddress address)
    {
        address = default;
        var value = 0u;
        for (var part = 0; part < 4; part++)
        {
            var end = text.IndexOf((byte)'.');
            if ((end < 0) != (part == 3)) return false;
            if (!TryReadNumber(end < 0 ? text : text[..end], 255, out var number)) return false;
            value = value << 8 | number;
            text = text[(end + 1)..];
        }

        address = IpAddress.V4(value);
        return true;
    }

    /// <summary>Hexadecimal groups, one run of them as "::", the last two as an IPv4 address if at all. No zone.</summary>
    public static bool TryReadV6(ReadOnlySpan<byte> text, out IpAddress address)
    {
        address = default;
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        var gap = text.IndexOf("::"u8);
        if (gap < 0)
        {
            if (!TryReadGroups(text, bytes, out var all) || all != Groups) return false;
        }
        else
        {
            Span<byte> tail = stackalloc byte[16];
            if (!TryReadGroups(text[..gap], bytes, out var before) || !TryReadGroups(text[(gap + 2)..], tail, out var after)) return false;
            if (before + after >= Groups) return false;
            tail[..(after * 2)].CopyTo(bytes[(16 - after * 2)..]);
        }

        address = IpAddress.Read(bytes);
        return true;
    }

    /// <summary>Decimal digits, at least one, at most <paramref name="largest"/>.</summary>
    public static bool TryReadNumber(ReadOnlySpan<byte> digits, uint largest, out uint number)
    {
        number = 0;
        if (digits.IsEmpty || digits.Length > 9) return false;
        foreach (var digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'9') return false;
            number = number * 10 + digit - '0';
        }

        return number <= largest;
    }

    private static bool TryReadGroups(ReadOnlySpan<byte> text, Span<byte> to, out int groups)
    {
        groups = 0;
        while (!text.IsEmpty)
        {
            var end = text.IndexOf((byte)':');
            var group = end < 0 ? text : text[..end];
            if (end < 0 && group.Contains((byte)'.')) return groups <= Groups - 2 && TryReadTail(group, to[(groups * 2)..], ref groups);
            if (groups == Groups || !TryReadGroup(group, out var value)) return false;
            BinaryPrimitives.WriteUInt16BigEndian(to[(groups * 2)..], value);
            groups++;
            if (end == text.Length - 1) return false;
            text = end < 0 ? default : text[(end + 1)..];
        }

        return true;
    }

    private static bool TryReadTail(ReadOnlySpan<byte> text, Span<byte> to, ref int groups)
    {
        if (!TryReadV4(text, out var address)) return false;
        BinaryPrimitives.WriteUInt32BigEndian(to, (uint)address.Low);
        groups += 2;
        return true;
    }

    private static bool TryReadGroup(ReadOnlySpan<byte> digits, out ushort value)
    {
        value = 0;
        if (digits.Length is 0 or > 4) return false;
        foreach (var digit in digits)
        {
            int number = digit switch
            {
                >= (byte)'0' and <= (byte)'9' => digit - '0',
                >= (byte)'a' and <= (byte)'f' => digit - 'a' + 10,
                >= (byte)'A' and <= (byte)'F' => digit - 'A' + 10,
                _ => -1,
            };
            if (number < 0) return false;
            value = (ushort)(value << 4 | number);
        }

        return true;
    }
}
