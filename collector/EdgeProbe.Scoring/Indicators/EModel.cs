namespace EdgeProbe.Scoring.Indicators;

/// <summary>Equipment impairment of a codec: <c>Ie</c> and packet-loss robustness <c>Bpl</c> (ITU-T G.113 Appendix I planning values).</summary>
public readonly record struct Codec(string Name, double Ie, double Bpl)
{
    public static readonly Codec G711 = new("G.711", 0, 4.3);
    public static readonly Codec G711WithConcealment = new("G.711+PLC", 0, 25.1);
    public static readonly Codec G729A = new("G.729A+VAD", 11, 19.0);
    public static readonly Codec G7231 = new("G.723.1@6.3+VAD", 15, 16.1);
    public static readonly Codec GsmEfr = new("GSM-EFR", 5, 10.0);

    public static IReadOnlyList<Codec> All { get; } = [G711, G711WithConcealment, G729A, G7231, GsmEfr];
}

/// <summary>
/// The narrow-band E-model of ITU-T G.107 as far as a probe can feed it: no echo and no noise are measured, so echo control is taken as
/// perfect and R errs on the high side where it is not.
/// </summary>
public static class EModel
{
    /// <summary>R of a perfect narrow-band call with all defaults of G.107: Ro - Is.</summary>
    public const double BestR = 93.2;

    // G.107 table 1, default class: delay sensitivity and the delay that goes unnoticed.
    private const double DelaySensitivity = 1;
    private const double UnnoticedDelayMs = 100;
    private const double WorstImpairment = 95;

    /// <summary>Impairment by absolute delay (G.107 equations 7-27, 7-28); one-way mouth-to-ear delay in milliseconds.</summary>
    public static double DelayImpairment(double oneWayMs)
    {
        if (oneWayMs <= UnnoticedDelayMs) return 0;
        var x = Math.Log(oneWayMs / UnnoticedDelayMs) / Math.Log(2);
        const double e = 6 * DelaySensitivity;
        return 25 * (Math.Pow(1 + Math.Pow(x, e), 1 / e) - 3 * Math.Pow(1 + Math.Pow(x / 3, e), 1 / e) + 2);
    }

    /// <summary>Impairment by codec and loss (G.107 equation 7-29); loss in percent, burst ratio at least 1.</summary>
    public static double EquipmentImpairment(Codec codec, double lossPercent, double burstRatio) =>
        lossPercent <= 0
            ? codec.Ie
            : codec.Ie + (WorstImpairment - codec.Ie) * lossPercent / (lossPercent / burstRatio + codec.Bpl);

    /// <summary>Transmission rating R; may lie under 0 or, with no impairment, at <see cref="BestR"/>.</summary>
    public static double R(Codec codec, double oneWayMs, double lossPercent, double burstRatio = 1) =>
        BestR - DelayImpairment(oneWayMs) - EquipmentImpairment(codec, lossPercent, burstRatio);

    /// <summary>Mean opinion score 1 to 4.5 (G.107 Annex B); the cubic dips under 1 for R under 6.5, which is held at 1.</summary>
    public static double Mos(double r) => r switch
    {
        <= 0 => 1,
        >= 100 => 4.5,
        _ => Math.Max(1, 1 + 0.035 * r + r * (r - 60) * (100 - r) * 7e-6),
    };

    /// <summary>Percentage of people who would call the call good or better (G.107 Annex B); R is held to 0 to 100, its defined range.</summary>
    public static double GoodOrBetter(double r) => 100 * Gaussian.Below((Math.Clamp(r, 0, 100) - 60) / 16);

    /// <summary>Percentage of people who would call the call poor or worse (G.107 Annex B); R is held to 0 to 100.</summary>
    public static double PoorOrWorse(double r) => 100 * Gaussian.Below((45 - Math.Clamp(r, 0, 100)) / 16);

    /// <summary>
    /// Burst ratio from additive counters: mean observed loss run over the mean expected if losses were independent, 1/(1-p). At least 1.
    /// </summary>
    public static double BurstRatio(long sent, long lost, long episodes)
    {
        if (lost == 0 || episodes == 0 || lost >= sent) return 1;
        return Math.Max(1, (double)lost / episodes * (1 - (double)lost / sent));
    }
}
