using System.Text;

namespace EdgeProbe.Probers.Dns;

/// <summary>Domain names as RFC 1035 writes them: labels of 1 to 63 octets behind their length, ended by a zero.</summary>
public static class DnsName
{
    /// <summary>Octets of the longest name, its zero included (section 2.3.4).</summary>
    public const int MaxLength = 255;

    private const int MaxLabel = 63;

    // A pointer must go backward, so a chain is bounded by the message already; this bounds its cost.
    private const int MaxPointers = 32;

    /// <summary>Encodes "example.org" or "example.org."; false when a label or the whole is too long, or a label is empty or not ASCII.</summary>
    public static bool TryWrite(string name, Span<byte> to, out int written)
    {
        written = 0;
        var rest = name.AsSpan();
        if (rest.EndsWith('.')) rest = rest[..^1];
        var at = 0;
        while (!rest.IsEmpty)
        {
            var dot = rest.IndexOf('.');
            var label = dot < 0 ? rest : rest[..dot];
            if (label.Length is 0 or > MaxLabel || at + label.Length + 2 > Math.Min(to.Length, MaxLength) || !Ascii.IsValid(label)) return false;
            to[at++] = (byte)label.Length;
            at += Encoding.ASCII.GetBytes(label, to[at..]);
            rest = dot < 0 ? default : rest[(dot + 1)..];
            if (dot >= 0 && rest.IsEmpty) return false;
        }

        if (at >= to.Length) return false;
        to[at] = 0;
        written = at + 1;
        return true;
    }

    /// <summary>
    /// Steps over the name at <paramref name="at"/> and checks that it is one: every pointer goes backward (section 4.1.4 says "prior
    /// occurrence", so a loop cannot be), and the name it spells is not longer than a name may be.
    /// </summary>
    /// <param name="message">The whole message, which pointers count from.</param>
    /// <param name="at">Where the name starts.</param>
    /// <param name="end">Behind the name; unset when false.</param>
    public static bool TrySkip(ReadOnlySpan<byte> message, int at, out int end) => TryWalk(message, at, default, out end, out _);

    /// <summary>As <see cref="TrySkip"/>, and says whether it spells the same name, ASCII letters without regard to case (RFC 4343).</summary>
    /// <param name="message">The whole message.</param>
    /// <param name="at">Where the name starts.</param>
    /// <param name="expected">A name as <see cref="TryWrite"/> gives it, with its zero.</param>
    /// <param name="end">Behind the name; unset when false.</param>
    /// <param name="same">Whether it is the expected one.</param>
    public static bool TryCompare(ReadOnlySpan<byte> message, int at, ReadOnlySpan<byte> expected, out int end, out bool same) =>
        TryWalk(message, at, expected, out end, out same);

    private static bool TryWalk(ReadOnlySpan<byte> message, int at, ReadOnlySpan<byte> expected, out int end, out bool same)
    {
        (end, same) = (-1, true);
        var (spelled, pointers, lowest) = (0, 0, at);
        while (at < message.Length)
        {
            var length = message[at];
            if ((length & 0xC0) == 0xC0)
            {
                if (at + 1 >= message.Length || ++pointers > MaxPointers) return false;
                var target = (length & 0x3F) << 8 | message[at + 1];
                if (target >= lowest) return false;
                if (end < 0) end = at + 2;
                at = lowest = target;
                continue;
            }

            // 01 and 10 in the two high bits are reserved (section 4.1.4).
            if (length > MaxLabel || at + 1 + length > message.Length) return false;
            same &= Spells(message.Slice(at, length + 1), expected, spelled);
            spelled += length + 1;
            at += length + 1;
            if (spelled > MaxLength) return false;
            if (length > 0) continue;
            if (end < 0) end = at;
            return true;
        }

        return false;
    }

    private static bool Spells(ReadOnlySpan<byte> label, ReadOnlySpan<byte> expected, int at) =>
        at + label.Length <= expected.Length && Ascii.EqualsIgnoreCase(label, expected.Slice(at, label.Length));
}
