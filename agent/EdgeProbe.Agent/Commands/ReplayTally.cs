using EdgeProbe.Agent.Windows.Passive;
using EdgeProbe.Capture;

namespace EdgeProbe.Agent.Commands;

/// <summary>All that a file says of each passive series, without windows. Not thread-safe.</summary>
internal sealed class ReplayTally : IPassiveSink
{
    private readonly PassiveAccount[] _accounts = Array.ConvertAll(PassiveTests.All, static _ => new PassiveAccount());

    public PassiveAccount Of(int place) => _accounts[place];

    public PassiveAccount Of(PassiveSeries series, Side side) => _accounts[PassiveTests.PlaceOf(series, side)];

    public void Attempt(PassiveSeries series, Side side, long timeNs, Reason reason, uint microseconds, ushort code)
    {
        if (PassiveTests.PlaceOf(series, side) is >= 0 and var place) _accounts[place].Add(reason, microseconds, code);
    }

    public void Count(PassiveSeries series, Side side, long timeNs, Counter counter, ulong amount)
    {
        if (PassiveTests.PlaceOf(series, side) is >= 0 and var place) _accounts[place].Counts.Add(counter, amount);
    }

    public void Advance(long timeNs)
    {
        // A file has one window: all of it.
    }
}
