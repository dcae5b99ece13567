namespace EdgeProbe.Stamp;

/// <summary>What one source address may still ask for: a token bucket that holds one second's worth.</summary>
internal sealed class SourceBudget
{
    private double _tokens = double.NaN;
    private long _filledAt;

    public bool TrySpend(int perSecond, TimeProvider clock)
    {
        var now = clock.GetTimestamp();
        _tokens = double.IsNaN(_tokens)
            ? perSecond
            : Math.Min(perSecond, _tokens + clock.GetElapsedTime(_filledAt, now).TotalSeconds * perSecond);
        _filledAt = now;
        if (_tokens < 1) return false;
        _tokens--;
        return true;
    }
}
