using System.Globalization;

namespace EdgeProbe.Lab.Links;

/// <summary>How people write durations, shares, rates and sizes: "20ms", "1.5%", "10mbit", "64kB".</summary>
internal static class Words
{
    private static readonly (string Suffix, double Factor)[] Seconds = [("us", 1e-6), ("ms", 1e-3), ("s", 1), ("m", 60)];
    private static readonly (string Suffix, double Factor)[] Bits = [("kbit", 1e3), ("mbit", 1e6), ("gbit", 1e9), ("bit", 1)];
    private static readonly (string Suffix, double Factor)[] Bytes = [("kB", 1e3), ("MB", 1e6), ("B", 1)];
    private static readonly (string Suffix, double Factor)[] Shares = [("%", 0.01), ("", 1)];

    public static TimeSpan Duration(string text) => TimeSpan.FromSeconds(Read(text, Seconds, "a duration such as 20ms, 300us or 2s"));

    public static double Share(string text) => Read(text, Shares, "a share such as 5% or 0.05");

    public static long Rate(string text) => (long)Read(text, Bits, "a rate such as 10mbit or 500kbit, or 0");

    public static int Size(string text) => (int)Math.Min(int.MaxValue, Read(text, Bytes, "a size such as 64kB or 1500B"));

    // A bare 0 needs no unit.
    private static double Read(string text, (string Suffix, double Factor)[] units, string expected)
    {
        if (text == "0") return 0;
        foreach (var (suffix, factor) in units)
        {
            if (!text.EndsWith(suffix, StringComparison.Ordinal)) continue;
            var number = text.AsSpan(0, text.Length - suffix.Length);
            if (double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)) return value * factor;
        }

        throw new LabException($"'{text}' is not {expected}");
    }
}
