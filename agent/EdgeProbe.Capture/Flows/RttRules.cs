namespace EdgeProbe.Capture.Flows;

/// <summary>What may be a round trip at all.</summary>
internal static class RttRules
{
    /// <summary>Above ten seconds no transport waits for the same packet any more: a clock step or a lost acknowledgment, no round trip.</summary>
    public const long LongestNs = 10_000_000_000;

    public static bool IsPossible(long ns) => ns is >= 0 and <= LongestNs;

    /// <summary>Whole microseconds, rounded to the nearest and never under 1, as measurements are told.</summary>
    public static uint InMicroseconds(long ns) => (uint)Math.Max(1, (ns + 500) / 1000);
}
