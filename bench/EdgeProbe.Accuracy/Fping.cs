using System.Globalization;
using EdgeProbe.Testing.Namespaces;
using EdgeProbe.Testing.Processes;

namespace EdgeProbe.Accuracy;

/// <summary>One run of fping: the round trips it printed, in its own rounding, and how many it missed.</summary>
internal sealed record Fping(int Sent, IReadOnlyList<Printed> Answers)
{
    private Fping? Even { get; init; }

    private Fping? Odd { get; init; }

    public int Lost => Sent - Answers.Count;

    /// <summary>Without -i 1 and -t 2000 its pacing and timeout would follow the period, and late answers would count as lost.</summary>
    public static async Task<Fping> RunAsync(NetworkNamespace at, string address, int count, int intervalMs)
    {
        await using var run = at.Start("fping", "-q", "-i", "1", "-t", "2000", "-p", $"{intervalMs}", "-C", $"{count}", address);
        await run.WaitForExitAsync(TimeSpan.FromMilliseconds(intervalMs * count + 60_000.0));
        var report = run.Errors.Split(" : ")[^1];
        var words = report.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
        return Of(words.Length, words.Where(word => word != "-").Select(Printed.Read)) with
        {
            Even = Of(0, words.Where((word, i) => word != "-" && i % 2 == 0).Select(Printed.Read)),
            Odd = Of(0, words.Where((word, i) => word != "-" && i % 2 == 1).Select(Printed.Read)),
        };
    }

    /// <summary>How far fping is from itself, milliseconds: the quantile of every other packet against that of the packets between.</summary>
    public double Disagreement(double share) => Math.Abs(Even!.Quantile(share) - Odd!.Quantile(share));

    /// <summary>
    /// A quantile in milliseconds. fping prints three figures, so at 20 ms many answers share one number: within it they are taken as evenly
    /// spread (the median of grouped data).
    /// </summary>
    public double Quantile(double share)
    {
        var rank = Math.Clamp(share * Answers.Count, 0.5, Answers.Count - 0.5);
        var at = Answers[(int)rank];
        var below = Answers.Count(one => one.Milliseconds < at.Milliseconds);
        var within = Answers.Count(one => one.Milliseconds == at.Milliseconds);
        return at.Milliseconds - at.Step / 2 + at.Step * (rank - below) / within;
    }

    private static Fping Of(int sent, IEnumerable<Printed> answers) => new(sent, [.. answers.OrderBy(one => one.Milliseconds)]);
}

/// <summary>A number and the width of what was rounded into it, both in milliseconds.</summary>
internal readonly record struct Printed(double Milliseconds, double Step)
{
    public static Printed Read(string word)
    {
        var point = word.IndexOf('.', StringComparison.Ordinal);
        return new Printed(double.Parse(word, CultureInfo.InvariantCulture), point < 0 ? 1 : Math.Pow(10, point + 1 - word.Length));
    }
}
