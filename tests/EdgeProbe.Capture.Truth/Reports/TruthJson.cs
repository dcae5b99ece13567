using System.Text.Json;

namespace EdgeProbe.Capture.Truth.Reports;

/// <summary>Every capture with its number of checks and all that failed, as one JSON document.</summary>
internal sealed class TruthJson(TextWriter output) : ITruthReport
{
    private static readonly JsonSerializerOptions Writing = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    private readonly List<Line> _lines = [];

    public bool AllPassed => _lines.Sum(line => line.Passed) > 0 && _lines.All(line => line.Failed.Count == 0);

    public void Begin()
    {
        // One document is written at once, at the end.
    }

    public void Add(Compared compared) =>
        _lines.Add(new Line(Path.GetFileName(compared.Capture), compared.Checks.Count - compared.Failures.Count(), [.. compared.Failures]));

    public void End() => output.WriteLine(JsonSerializer.Serialize(
        new { Captures = _lines, Passed = _lines.Sum(line => line.Passed), Failed = _lines.Sum(line => line.Failed.Count) }, Writing));

    private sealed record Line(string Capture, int Passed, IReadOnlyList<Checks.Check> Failed);
}
