using EdgeProbe.Contract;

namespace EdgeProbe.Agent.Commands;

/// <summary>The newest window of each test, for the status. Thread-safe.</summary>
internal sealed class TestResults
{
    private readonly Lock _gate = new();
    private readonly Dictionary<uint, Newest> _newest = [];
    private long _measured;

    public long Measured => Interlocked.Read(ref _measured);

    /// <summary>Copies what it needs: the sample is only lent.</summary>
    public void Take(Sample sample)
    {
        Interlocked.Increment(ref _measured);
        lock (_gate)
        {
            _newest[sample.Test] = new Newest(
                sample.Window.StartMs, sample.Sent, sample.Received, sample.NotAttempted, sample.Delays.Quantile(0.5) / 1000, sample.Reason);
        }
    }

    public TestStatusDocument Describe(TestDescription test)
    {
        Newest? newest;
        lock (_gate) newest = _newest.TryGetValue(test.Alias, out var found) ? found : null;
        return new TestStatusDocument(
            test.Alias, test.Kind.ToString(), test.Segment.ToString(), test.Target, test.Endpoint, test.Family.ToString(),
            newest is { } n ? DateTimeOffset.FromUnixTimeMilliseconds(n.StartMs) : null,
            newest?.Sent ?? 0, newest?.Received ?? 0, newest?.NotAttempted ?? 0, newest?.P50Ms, newest?.Reason.ToString());
    }

    private readonly record struct Newest(long StartMs, uint Sent, uint Received, uint NotAttempted, double? P50Ms, Reason Reason);
}
