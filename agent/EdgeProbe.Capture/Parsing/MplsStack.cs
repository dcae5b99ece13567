namespace EdgeProbe.Capture.Parsing;

/// <summary>
/// Labels in front of a packet (RFC 3032 section 2.1): four bytes each, the last marked. What follows is not announced: its first four bits
/// tell IP from the rest (RFC 4928 section 3).
/// </summary>
internal static class MplsStack
{
    // Carriers stack two to four, with entropy labels (RFC 6790) up to six.
    public const int MaxLabels = 8;

    private const int LabelBytes = 4;

    /// <summary>The IP packet behind the last label; false is counted.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, uint wireLength, ParseCounters counters, out LinkPayload payload)
    {
        payload = default;
        for (var label = 1; label <= MaxLabels; label++)
        {
            if (bytes.Length <= LabelBytes)
            {
                counters.LinkHeaderCut++;
                return false;
            }

            var last = (bytes[2] & 1) != 0;
            bytes = bytes[LabelBytes..];
            wireLength -= LabelBytes;
            if (!last) continue;
            var version = (byte)(bytes[0] >> 4);
            if (version is not (4 or 6))
            {
                counters.MplsNotIp++;
                return false;
            }

            payload = new LinkPayload(bytes, wireLength, version);
            return true;
        }

        counters.TooManyLabels++;
        return false;
    }
}
