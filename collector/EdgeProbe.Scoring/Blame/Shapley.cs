using System.Numerics;

namespace EdgeProbe.Scoring.Blame;

/// <summary>
/// Fair shares of a common result: what each player adds, averaged over all orders in which players could join. The shares do not depend on
/// an order and sum exactly to what all of them add together.
/// </summary>
public static class Shapley
{
    /// <summary>Every subset is valued once, so there is an end to how many can play.</summary>
    public const int MostPlayers = 8;

    private static readonly int[][] Orders = [.. Enumerable.Range(0, MostPlayers + 1).Select(InStatedOrder)];
    private static readonly double[][] WeightsOf = [.. Enumerable.Range(0, MostPlayers + 1).Select(Weights)];

    /// <param name="players">How many; at most <see cref="MostPlayers"/>.</param>
    /// <param name="value">The result with a set of players, as a bit mask.</param>
    public static double[] Shares(int players, Func<int, double> value)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(players, MostPlayers);
        var values = new double[1 << players];
        for (var set = 0; set < values.Length; set++) values[set] = value(set);
        var shares = new double[players];
        Share(values, shares);
        return shares;
    }

    /// <summary>The same from results that are there already; allocates nothing.</summary>
    /// <param name="values">The result with each set of players, by its bit mask: two to the number of players.</param>
    /// <param name="shares">One for each player; what is in it is overwritten.</param>
    public static void Share(ReadOnlySpan<double> values, Span<double> shares)
    {
        var players = shares.Length;
        if (values.Length != 1 << players) throw new ArgumentException($"{players} players have {1 << players} sets, not {values.Length}", nameof(values));
        shares.Clear();
        var weights = WeightsOf[players];
        foreach (var set in Orders[players])
        {
            for (var player = 0; player < players; player++)
            {
                if ((set & (1 << player)) != 0) continue;
                shares[player] += weights[BitOperations.PopCount((uint)set)] * (values[set | (1 << player)] - values[set]);
            }
        }
    }

    // Smaller sets first, then by their lowest members: sums round alike in every implementation that keeps this order, so that two
    // players who share equally do not change places by the last bit.
    private static int[] InStatedOrder(int players) => [.. Enumerable.Range(0, 1 << players)
        .OrderBy(set => BitOperations.PopCount((uint)set))
        .ThenByDescending(set => Enumerable.Range(0, players).Sum(player => (set & (1 << player)) != 0 ? 1 << (players - 1 - player) : 0))];

    // |S|! (n-|S|-1)! / n! for every size of S.
    private static double[] Weights(int players)
    {
        var weights = new double[players];
        for (var size = 0; size < players; size++) weights[size] = Factorial(size) * Factorial(players - size - 1) / Factorial(players);
        return weights;
    }

    private static double Factorial(int n) => n <= 1 ? 1 : n * Factorial(n - 1);
}
