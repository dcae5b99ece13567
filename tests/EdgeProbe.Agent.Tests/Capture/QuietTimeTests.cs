using EdgeProbe.Capture;
using EdgeProbe.Capture.Flows;
using EdgeProbe.Capture.Observations;

namespace EdgeProbe.Agent.Tests.Capture;

/// <summary>What the flow stage makes of time that goes on without a frame.</summary>
public sealed class QuietTimeTests : IPassiveSink, IDisposable
{
    private const long SecondNs = 1_000_000_000;
    private readonly SideMap _sides = new([], [], []);
    private readonly FlowStage _stage;
    private readonly List<long> _advanced = [];

    public QuietTimeTests() => _stage = new FlowStage(new CaptureOptions { Device = "eth0" }, this, _sides, book: null, secret: 1);

    [Fact]
    public void A_tick_behind_the_newest_frame_is_no_step_of_the_clock()
    {
        _stage.Take(new Observation { Kind = ObservationKind.Other, TimeNs = 10 * SecondNs });
        _stage.Take(new Observation { Kind = ObservationKind.Tick, TimeNs = 9 * SecondNs });
        Assert.Equal(0, _stage.Counters.ClockSteps);
        Assert.Equal([10 * SecondNs], _advanced);
    }

    [Fact]
    public void A_tick_ahead_of_the_newest_frame_moves_time_on()
    {
        _stage.Take(new Observation { Kind = ObservationKind.Other, TimeNs = 10 * SecondNs });
        _stage.Take(new Observation { Kind = ObservationKind.Tick, TimeNs = 12 * SecondNs });
        Assert.Equal([10 * SecondNs, 12 * SecondNs], _advanced);
    }

    void IPassiveSink.Attempt(PassiveSeries series, Side side, long timeNs, Reason reason, uint microseconds, ushort code)
    {
    }

    void IPassiveSink.Count(PassiveSeries series, Side side, long timeNs, Counter counter, ulong amount)
    {
    }

    void IPassiveSink.Advance(long timeNs) => _advanced.Add(timeNs);

    public void Dispose()
    {
        _stage.Dispose();
        _sides.Dispose();
    }
}
