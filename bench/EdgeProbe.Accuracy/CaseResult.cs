namespace EdgeProbe.Accuracy;

/// <summary>One round of one case: what was measured, and every limit it broke, in words.</summary>
internal sealed record CaseResult(string Case, int Round, IReadOnlyDictionary<string, double> Figures, IReadOnlyList<string> Breaches)
{
    public bool Passed => Breaches.Count == 0;
}
