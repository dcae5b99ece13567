using System.Text.Json;

namespace EdgeProbe.Accuracy;

/// <summary>Prints rounds as they end, or all of them as one JSON document at the end.</summary>
internal sealed class Report(TextWriter output, bool json)
{
    private static readonly JsonSerializerOptions Shape = new(JsonSerializerDefaults.Web) { WriteIndented = true };
    private readonly List<CaseResult> _rounds = [];
    private bool _passed = true;

    public void Add(CaseResult round)
    {
        _rounds.Add(round);
        if (json) return;
        output.WriteLine($"{round.Case}, round {round.Round}: {(round.Passed ? "ok" : string.Join("; ", round.Breaches))}");
        output.WriteLine("    " + string.Join("  ", round.Figures.Select(figure => $"{figure.Key} {figure.Value:0.#}")));
    }

    /// <summary>A case passes by its last round: earlier ones broke a limit and were repeated.</summary>
    public void Judge(CaseResult last) => _passed &= last.Passed;

    /// <summary>The exit code: 0, or 1 when a limit was broken in every round of a case.</summary>
    public int Close()
    {
        if (json) output.WriteLine(JsonSerializer.Serialize(new { bench = "accuracy", passed = _passed, rounds = _rounds }, Shape));
        else output.WriteLine(_passed ? "accuracy: within budget" : "accuracy: BREACH");
        return _passed ? 0 : 1;
    }
}
