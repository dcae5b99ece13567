namespace EdgeProbe.Agent.Windows;

/// <summary>
/// The stretches of wall time whose windows an earlier ruler has filled. After a step backwards the same times come again; two windows must
/// never share a key, so those are not opened a second time. Bounded: of very many steps the oldest stretch is forgotten. Not thread-safe.
/// </summary>
internal sealed class UsedWindows
{
    private const int MaxStretches = 64;
    private readonly List<(long From, long To)> _stretches = [];
    private (long From, long To)? _current;

    public bool IsUsed(long startMs)
    {
        foreach (var (from, to) in _stretches)
        {
            if (startMs >= from && startMs <= to) return true;
        }

        return false;
    }

    public void Add(long startMs) =>
        _current = _current is { } c ? (Math.Min(c.From, startMs), Math.Max(c.To, startMs)) : (startMs, startMs);

    /// <summary>The ruler changed: what was filled on the old one is used.</summary>
    public void Close()
    {
        if (_current is not { } filled) return;
        if (_stretches.Count == MaxStretches) _stretches.RemoveAt(0);
        _stretches.Add(filled);
        _current = null;
    }
}
