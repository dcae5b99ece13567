namespace EdgeProbe.Capture.Flows;

/// <summary>Clocks of RTP payload types.</summary>
internal static class RtpClocks
{
    public const byte ComfortNoise = 13;
    private static readonly uint[] Usual = [8_000, 11_025, 16_000, 22_050, 32_000, 44_100, 48_000, 90_000];

    /// <summary>The clock of a static payload type in hertz (RFC 3551 tables 4 and 5); 0 for a dynamic one.</summary>
    public static uint Of(byte payloadType) => payloadType switch
    {
        0 or 3 or 4 or 5 or 7 or 8 or 9 or 12 or 13 or 15 or 18 or 19 => 8_000,
        6 => 16_000,
        10 or 11 => 44_100,
        16 => 11_025,
        17 => 22_050,
        14 or 25 or 26 or 28 or 31 or 32 or 33 or 34 => 90_000,
        _ => 0,
    };

    /// <summary>The usual clock nearest to a measured rate; 0 when none is within a twentieth.</summary>
    public static uint Nearest(double hertz)
    {
        foreach (var usual in Usual)
        {
            if (Math.Abs(hertz - usual) <= usual * 0.05) return usual;
        }

        return 0;
    }
}
