using System.Text.RegularExpressions;

namespace EdgeProbe.Capture.Truth.Truths;

/// <summary>
/// The expected output that spindump's authors keep beside a capture, as text or as JSON. Its "right" RTT is from the probe to the responder:
/// the first measurement of a QUIC connection is the handshake's, from the latest Initial of the client to the server's Initial or Version Negotiation.
/// </summary>
internal static partial class SpindumpTruth
{
    public const string Extension = ".spindump-expected.txt";

    /// <returns>Microseconds; null when the file measures no QUIC handshake.</returns>
    public static double? FirstRightUs(string file)
    {
        foreach (var line in File.ReadLines(file))
        {
            if (!line.Contains("QUIC", StringComparison.Ordinal)) continue;
            if (RightRtt().Match(line) is { Success: true } found) return double.Parse(found.Groups[1].Value);
        }

        return null;
    }

    [GeneratedRegex("""(?:"Right_rtt": |measurement \w+ right )(\d+)""")]
    private static partial Regex RightRtt();
}
