namespace EdgeProbe.Accuracy;

/// <summary>How many of n independent packets a link of a given loss may lose.</summary>
internal static class Binomial
{
    /// <summary>The smallest interval that leaves at most (1 - <paramref name="confidence"/>) / 2 outside at either end.</summary>
    public static (int Low, int High) Interval(int packets, double loss, double confidence)
    {
        var tail = (1 - confidence) / 2;
        var (low, high, sum, exact) = (-1, -1, 0.0, Math.Exp(packets * Math.Log(1 - loss)));
        for (var lost = 0; lost <= packets && high < 0; lost++)
        {
            sum += exact;
            if (low < 0 && sum > tail) low = lost;
            if (sum >= 1 - tail) high = lost;
            exact *= (packets - lost) / (lost + 1.0) * loss / (1 - loss);
        }

        return (low, high < 0 ? packets : high);
    }
}
