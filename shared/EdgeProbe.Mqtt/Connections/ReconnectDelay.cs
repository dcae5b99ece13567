namespace EdgeProbe.Mqtt.Connections;

/// <summary>
/// Full jitter: the n-th delay in a row is anywhere between 0 and min(cap, base x 2^n), so that probes which lost their broker together do not
/// come back together.
/// </summary>
internal sealed class ReconnectDelay(TimeSpan first, TimeSpan cap, Random random)
{
    private int _attempts;

    public TimeSpan Next()
    {
        // 2^30 bases are above any cap that the options allow; the power must not run to infinity.
        var most = Math.Min(cap.TotalSeconds, first.TotalSeconds * Math.Pow(2, Math.Min(_attempts++, 30)));
        return TimeSpan.FromSeconds(random.NextDouble() * most);
    }

    /// <summary>Between half of the cap and the cap, at once: for a fight that neither side should win by being quick.</summary>
    public TimeSpan NextSlow() => cap / 2 + random.NextDouble() * (cap / 2);

    public void Succeeded() => _attempts = 0;
}
