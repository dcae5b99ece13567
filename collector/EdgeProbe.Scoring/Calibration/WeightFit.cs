using EdgeProbe.Scoring.Apps;
using EdgeProbe.Scoring.Profiles;

namespace EdgeProbe.Scoring.Calibration;

/// <summary>Fits the weights of some apps to ratings; the others keep theirs. Immutable.</summary>
internal sealed class WeightFit
{
    // The ridge in units of the apps' own variance: as strong as a tenth of the evidence.
    private const double Ridge = 0.1;
    private const int Steps = 1_000;
    private const double Close = 1e-10;

    private readonly Persona _persona;
    private readonly List<App> _apps;
    private readonly double _free;

    public WeightFit(Persona persona, List<App> apps)
    {
        (_persona, _apps) = (persona, apps);
        Present = [.. apps.Select(persona.Weight)];
        _free = Present.Sum();
    }

    /// <summary>Weights now of the apps that are fitted.</summary>
    public double[] Present { get; }

    /// <summary>Fitted weights, of the same sum as the present ones.</summary>
    public double[] Of(List<RatedApps> ratings)
    {
        var rows = Centred(ratings);
        var meanRating = ratings.Average(r => r.Rating);
        var (count, n) = (_apps.Count, (double)rows.Length);
        var gram = new double[count, count];
        var along = new double[count];
        for (var i = 0; i < rows.Length; i++)
        {
            for (var a = 0; a < count; a++)
            {
                along[a] += rows[i][a] * (ratings[i].Rating - meanRating) / n;
                for (var b = 0; b < count; b++) gram[a, b] += rows[i][a] * rows[i][b] / n;
            }
        }

        var slope = Slope(gram, along);
        var ridge = Ridge * Enumerable.Range(0, count).Average(a => gram[a, a]);
        var weights = Descend(gram, along, ridge, slope);
        var sum = weights.Sum();
        // Ratings that do not follow any app say nothing of weights.
        return sum <= Close ? Present : [.. weights.Select(w => _free * w / sum)];
    }

    /// <summary>A straight line from the weighted apps to the rating, learned from some ratings and never falling.</summary>
    public Func<RatedApps, double> Foretell(double[] weights, List<RatedApps> learned)
    {
        double Value(RatedApps r) => _apps.Select((app, a) => weights[a] * r.Apps[(int)app]!.Value).Sum();
        var values = learned.Select(Value).ToList();
        var (mean, meanRating) = (values.Average(), learned.Average(r => r.Rating));
        var variance = values.Sum(v => (v - mean) * (v - mean));
        var slope = variance <= Close ? 0 : Math.Max(0, values.Zip(learned).Sum(p => (p.First - mean) * (p.Second.Rating - meanRating)) / variance);
        return r => meanRating + slope * (Value(r) - mean);
    }

    /// <summary>All apps' weights in thousandths that sum to exactly one: the largest remainders get what rounding down left.</summary>
    public IReadOnlyList<double> Rounded(double[] weights)
    {
        var exact = AppNames.All.Select(app => 1_000 * (_apps.IndexOf(app) is >= 0 and var a ? weights[a] : _persona.Weight(app))).ToArray();
        var whole = exact.Select(w => (int)Math.Floor(w + 1e-9)).ToArray();
        foreach (var i in Enumerable.Range(0, exact.Length).OrderByDescending(i => exact[i] - whole[i]).Take(Math.Max(0, 1_000 - whole.Sum()))) whole[i]++;
        return [.. whole.Select(w => w / 1_000.0)];
    }

    // How much a rating rises with the present composite; what the ridge holds the weights to.
    private double Slope(double[,] gram, double[] along)
    {
        double up = 0, across = 0;
        for (var a = 0; a < Present.Length; a++)
        {
            up += Present[a] * along[a];
            for (var b = 0; b < Present.Length; b++) across += Present[a] * Present[b] * gram[a, b];
        }

        return across <= Close ? 0 : Math.Max(0, up / across);
    }

    // Coordinate descent: the function is convex, so it ends at the one lowest point. Ends: nothing moves any more, or after all steps.
    private double[] Descend(double[,] gram, double[] along, double ridge, double slope)
    {
        var weights = Present.Select(w => slope * w).ToArray();
        for (var step = 0; step < Steps; step++)
        {
            var moved = 0.0;
            for (var a = 0; a < weights.Length; a++)
            {
                var scale = gram[a, a] + ridge;
                if (scale <= Close) continue;
                var rest = along[a] + ridge * slope * Present[a];
                for (var b = 0; b < weights.Length; b++)
                    if (b != a) rest -= gram[a, b] * weights[b];
                var next = Math.Max(0, rest / scale);
                moved = Math.Max(moved, Math.Abs(next - weights[a]));
                weights[a] = next;
            }

            if (moved < Close) break;
        }

        return weights;
    }

    private double[][] Centred(List<RatedApps> ratings)
    {
        var means = _apps.Select(app => ratings.Average(r => r.Apps[(int)app]!.Value)).ToArray();
        return [.. ratings.Select(r => _apps.Select((app, a) => r.Apps[(int)app]!.Value - means[a]).ToArray())];
    }
}
