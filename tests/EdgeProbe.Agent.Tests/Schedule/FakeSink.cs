using EdgeProbe.Agent.Schedule;

namespace EdgeProbe.Agent.Tests.Schedule;

internal sealed class FakeSink : IAttemptSink
{
    private long _key;

    public List<uint> Begun { get; } = [];

    public List<Measurement> Finished { get; } = [];

    public List<Reason> Refused { get; } = [];

    public long Started(uint test, long timestamp)
    {
        lock (Begun) Begun.Add(test);
        return Interlocked.Increment(ref _key);
    }

    public void Ended(uint test, long key, in Measurement measurement)
    {
        lock (Begun) Finished.Add(measurement);
    }

    public void NotAttempted(uint test, long plannedAt, Reason reason)
    {
        lock (Begun) Refused.Add(reason);
    }
}
