namespace EdgeProbe.Scoring.Indicators;

/// <summary>The normal distribution, by the Taylor series of erf: exact to 1e-11 for |x| up to 3, which is all that R of 0 to 100 needs.</summary>
public static class Gaussian
{
    /// <summary>Two-sided 95 % point of the standard normal distribution.</summary>
    public const double Z95 = 1.959963984540054;

    /// <summary>Two-sided 99 % point.</summary>
    public const double Z99 = 2.5758293035489004;

    private const int Terms = 80;
    private const double Negligible = 1e-18;

    /// <summary>Share of a standard normal variable that lies below <paramref name="z"/>.</summary>
    public static double Below(double z) => 0.5 * (1 + Erf(z / Math.Sqrt(2)));

    public static double Erf(double x)
    {
        var term = x;
        var sum = x;
        for (var n = 1; n < Terms; n++)
        {
            term *= -x * x / n;
            sum += term / (2 * n + 1);
            // What follows is smaller still and changes no digit.
            if (Math.Abs(term) < Negligible) break;
        }

        return 2 / Math.Sqrt(Math.PI) * sum;
    }
}
