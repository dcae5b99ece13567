namespace EdgeProbe.Scoring.Indicators;

/// <summary>How a metric becomes points.</summary>
public enum Scale : byte
{
    /// <summary>Straight line from optimal (100) to unacceptable (0): IETF Quality of Outcome.</summary>
    Linear,

    /// <summary>Straight in the logarithm, smaller is better.</summary>
    Logarithmic,

    /// <summary>Straight in the logarithm, larger is better.</summary>
    LogarithmicUp,
}

/// <summary>Points of 0 to 100 between an optimal and an unacceptable anchor (scoring profile 1, section 10).</summary>
public static class Scales
{
    public static double Points(Scale scale, double value, double optimal, double unacceptable) => scale switch
    {
        Scale.Linear => Linear(value, optimal, unacceptable),
        Scale.Logarithmic => value <= optimal ? 100 : Log(value, optimal, unacceptable),
        Scale.LogarithmicUp => value <= unacceptable ? 0 : LogUp(value, optimal, unacceptable),
        _ => throw new ArgumentOutOfRangeException(nameof(scale), scale, "not a scale of the score profile"),
    };

    public static double Linear(double value, double optimal, double unacceptable) =>
        100 * Math.Clamp(1 - (value - optimal) / (unacceptable - optimal), 0, 1);

    private static double Log(double value, double optimal, double unacceptable) =>
        100 * Math.Clamp(Math.Log(unacceptable / value) / Math.Log(unacceptable / optimal), 0, 1);

    private static double LogUp(double value, double optimal, double unacceptable) =>
        100 * Math.Clamp(Math.Log(value / unacceptable) / Math.Log(optimal / unacceptable), 0, 1);
}
