namespace EdgeProbe.Agent.Settings;

/// <summary>The known word that a mistyped one most likely stood for.</summary>
internal static class Nearest
{
    /// <summary>Null when nothing is closer than a third of the word's letters, two at least: a wild guess helps nobody.</summary>
    public static string? Of(string word, IEnumerable<string> known)
    {
        var (best, least) = ((string?)null, Math.Max(2, word.Length / 3) + 1);
        foreach (var candidate in known)
        {
            var distance = Distance(word, candidate);
            if (distance < least) (best, least) = (candidate, distance);
        }

        return best;
    }

    /// <summary>Letters to add, remove, change or swap with their neighbour; case does not count.</summary>
    private static int Distance(string a, string b)
    {
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++) rows[i, 0] = i;
        for (var j = 0; j <= b.Length; j++) rows[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var change = Same(a[i - 1], b[j - 1]) ? 0 : 1;
                rows[i, j] = Math.Min(Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1, rows[i - 1, j - 1] + change);
                if (i > 1 && j > 1 && Same(a[i - 1], b[j - 2]) && Same(a[i - 2], b[j - 1]))
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
            }
        }

        return rows[a.Length, b.Length];
    }

    private static bool Same(char a, char b) => char.ToLowerInvariant(a) == char.ToLowerInvariant(b);
}
