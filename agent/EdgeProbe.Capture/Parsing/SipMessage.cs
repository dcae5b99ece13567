using System.Text;

namespace EdgeProbe.Capture.Parsing;

/// <summary>A SIP message (RFC 3261 section 7) at the start of a datagram or segment: only whether it carries a session description.</summary>
internal readonly ref struct SipMessage
{
    // A message over UDP fits into one packet (RFC 3261 section 18.1.1); bounds the work that one of TCP's merged packets can cause.
    private const int MostBytes = 4096;

    private SipMessage(ReadOnlySpan<byte> description, bool cut)
    {
        Description = description;
        IsCut = cut;
    }

    /// <summary>What was captured of a body of type application/sdp; empty when there is none.</summary>
    public ReadOnlySpan<byte> Description { get; }

    /// <summary>The message goes on behind what was captured.</summary>
    public bool IsCut { get; }

    /// <summary>
    /// False when the bytes begin no SIP message. <paramref name="length"/>: bytes on the wire, of which <paramref name="payload"/> were captured.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> payload, uint length, out SipMessage message)
    {
        message = default;
        if (payload.Length > MostBytes) payload = payload[..MostBytes];
        var rest = payload;
        if (!TryReadLine(ref rest, out var start) || !IsStart(start)) return false;
        uint? bodyLength = null;
        var described = false;
        while (TryReadLine(ref rest, out var line))
        {
            if (!line.IsEmpty)
            {
                ReadHeader(line, ref described, ref bodyLength);
                continue;
            }

            var cut = bodyLength is { } said ? said > (uint)rest.Length : payload.Length < length;
            if (bodyLength < (uint)rest.Length) rest = rest[..(int)bodyLength];
            message = new SipMessage(described ? rest : default, cut);
            return true;
        }

        message = new SipMessage(default, cut: true);
        return true;
    }

    /// <summary>Takes a line off the front, without its end; false when what is left has no end of line.</summary>
    public static bool TryReadLine(scoped ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> line)
    {
        var end = rest.IndexOf((byte)'\n');
        line = end < 0 ? default : rest[..end].TrimEnd((byte)'\r');
        if (end < 0) return false;
        rest = rest[(end + 1)..];
        return true;
    }

    private static bool IsStart(ReadOnlySpan<byte> line) => line.StartsWith("SIP/2.0 "u8) || line.EndsWith(" SIP/2.0"u8);

    // Header names have a compact form (section 20): c and l.
    private static void ReadHeader(ReadOnlySpan<byte> line, ref bool described, ref uint? bodyLength)
    {
        var colon = line.IndexOf((byte)':');
        if (colon <= 0) return;
        var name = line[..colon].TrimEnd(" \t"u8);
        var value = line[(colon + 1)..].Trim(" \t"u8);
        if (Ascii.EqualsIgnoreCase(name, "content-type"u8) || Ascii.EqualsIgnoreCase(name, "c"u8))
        {
            var type = "application/sdp"u8;
            described = value.Length >= type.Length && Ascii.EqualsIgnoreCase(value[..type.Length], type);
        }
        else if (Ascii.EqualsIgnoreCase(name, "content-length"u8) || Ascii.EqualsIgnoreCase(name, "l"u8))
        {
            if (AddressText.TryReadNumber(value, ushort.MaxValue, out var length)) bodyLength = length;
        }
    }
}
