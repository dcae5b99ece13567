namespace EdgeProbe.Capture.Truth.Checks;

/// <summary>One comparison, with all that a reader needs to judge it.</summary>
/// <param name="Subject">What of the capture: a connection, a direction, the whole of it.</param>
/// <param name="Tolerance">In words: "exact", "1 us", "at least 95 %".</param>
public sealed record Check(string Name, string Subject, string Expected, string Got, string Tolerance, bool Passed)
{
    /// <summary>Why it passes although the anchor says something else; null of a check that needs no reason.</summary>
    public string? Reason { get; init; }

    public override string ToString() =>
        $"{(Reason is not null ? "known " : Passed ? "ok    " : "FAILED")} {Name}, {Subject}: expected {Expected} ({Tolerance}), got {Got}{(Reason is null ? "" : $": {Reason}")}";
}

/// <summary>Collects the checks of one capture.</summary>
internal sealed class CheckList
{
    private readonly List<Check> _checks = [];

    public IReadOnlyList<Check> Checks => _checks;

    public void Equal<T>(string name, string subject, T expected, T got) =>
        Add(name, subject, $"{expected}", $"{got}", "exact", EqualityComparer<T>.Default.Equals(expected, got));

    /// <summary>Both null is equal: what cannot be measured must not be.</summary>
    public void Near(string name, string subject, double? expectedUs, double? gotUs, double toleranceUs) =>
        Add(name, subject, Us(expectedUs), Us(gotUs), $"{toleranceUs} us", expectedUs is { } expected && gotUs is { } got
            ? Math.Abs(expected - got) <= toleranceUs + 1e-6
            : expectedUs is null && gotUs is null);

    /// <summary>Relative; a microsecond is always allowed, as no capture is finer.</summary>
    public void Within(string name, string subject, double expectedUs, double? gotUs, double share) =>
        Add(name, subject, Us(expectedUs), Us(gotUs), $"{share * 100} %", gotUs is { } got && Math.Abs(expectedUs - got) <= Math.Max(share * expectedUs, 1) + 1e-6);

    public void AtLeast(string name, string subject, long expected, long got, double share) =>
        Add(name, subject, $"{expected}", $"{got}", $"at least {share * 100} %", got >= share * expected);

    /// <summary>A count that may miss a few: the larger of a fixed number and a share.</summary>
    public void Around(string name, string subject, long expected, long got, long number, double share) =>
        Add(name, subject, $"{expected}", $"{got}", $"larger of {number} and {share * 100} %", Math.Abs(expected - got) <= Math.Max(number, share * expected));

    public void True(string name, string subject, string expected, string got, bool passed) => Add(name, subject, expected, got, "exact", passed);

    public static string Us(double? value) => value is { } us ? $"{us:0.###} us" : "none";

    private void Add(string name, string subject, string expected, string got, string tolerance, bool passed) =>
        _checks.Add(new Check(name, subject, expected, got, tolerance, passed));
}
