using EdgeProbe.Capture.Observations;

namespace EdgeProbe.Capture.Parsing;

/// <summary>
/// A session description (RFC 8866 section 5) inside a captured frame, line by line: which addresses, ports and payload types of RTP it
/// announces. The last line counts only when its end was captured, or the body's was.
/// </summary>
internal ref struct SdpBody(ReadOnlySpan<byte> body, bool cut)
{
    private ReadOnlySpan<byte> _rest = body;

    /// <summary>The next line of the form "x=value".</summary>
    public bool TryReadLine(out byte kind, out ReadOnlySpan<byte> value)
    {
        while (!_rest.IsEmpty)
        {
            if (!SipMessage.TryReadLine(ref _rest, out var line))
            {
                line = cut ? default : _rest;
                _rest = default;
            }

            if (line.Length < 2 || line[1] != (byte)'=') continue;
            kind = line[0];
            value = line[2..];
            return true;
        }

        kind = 0;
        value = default;
        return false;
    }

    /// <summary>Of "c=": "IN IP4 192.0.2.1" or "IN IP6 2001:db8::1", of multicast with more behind a slash. 0.0.0.0 is on hold: none.</summary>
    public static bool TryReadConnection(ReadOnlySpan<byte> value, out IpAddress address)
    {
        address = default;
        if (!value.StartsWith("IN IP"u8) || value.Length < 8 || value[6] != (byte)' ') return false;
        var text = value[7..].Trim((byte)' ');
        var slash = text.IndexOf((byte)'/');
        if (slash >= 0) text = text[..slash];
        return value[5] switch
        {
            (byte)'4' => AddressText.TryReadV4(text, out address) && address != IpAddress.V4(0),
            (byte)'6' => AddressText.TryReadV6(text, out address) && address != default,
            _ => false,
        };
    }

    /// <summary>Of "m=": audio or video over RTP, on a port other than 0 (which refuses the stream); what is left are its payload types.</summary>
    public static bool TryReadMedia(ReadOnlySpan<byte> value, out ushort port, out ReadOnlySpan<byte> payloadTypes)
    {
        port = 0;
        payloadTypes = default;
        var media = NextWord(ref value);
        if (!media.SequenceEqual("audio"u8) && !media.SequenceEqual("video"u8)) return false;
        var ports = NextWord(ref value);
        var slash = ports.IndexOf((byte)'/');
        if (!AddressText.TryReadNumber(slash < 0 ? ports : ports[..slash], ushort.MaxValue, out var number) || number == 0) return false;
        var protocol = NextWord(ref value);
        if (!protocol.StartsWith("RTP/"u8) && !protocol.StartsWith("UDP/TLS/RTP/"u8)) return false;
        port = (ushort)number;
        payloadTypes = value;
        return true;
    }

    /// <summary>Takes the next payload type off the front of what <see cref="TryReadMedia"/> left; false at its end or at what is none.</summary>
    public static bool TryReadPayloadType(ref ReadOnlySpan<byte> payloadTypes, out byte payloadType)
    {
        var read = AddressText.TryReadNumber(NextWord(ref payloadTypes), 127, out var number);
        payloadType = (byte)number;
        return read;
    }

    /// <summary>Of "a=": "rtpmap:96 opus/48000/2", payload type and clock in hertz.</summary>
    public static bool TryReadClock(ReadOnlySpan<byte> value, out byte payloadType, out uint clockRate)
    {
        (payloadType, clockRate) = (0, 0);
        if (!value.StartsWith("rtpmap:"u8)) return false;
        value = value["rtpmap:"u8.Length..];
        if (!AddressText.TryReadNumber(NextWord(ref value), 127, out var number)) return false;
        var slash = value.IndexOf((byte)'/');
        if (slash < 0) return false;
        var rate = value[(slash + 1)..];
        var channels = rate.IndexOf((byte)'/');
        if (channels >= 0) rate = rate[..channels];
        payloadType = (byte)number;
        return AddressText.TryReadNumber(rate.TrimEnd((byte)' '), 10_000_000, out clockRate) && clockRate > 0;
    }

    private static ReadOnlySpan<byte> NextWord(ref ReadOnlySpan<byte> text)
    {
        text = text.TrimStart((byte)' ');
        var end = text.IndexOf((byte)' ');
        var word = end < 0 ? text : text[..end];
        text = text[word.Length..];
        return word;
    }
}
