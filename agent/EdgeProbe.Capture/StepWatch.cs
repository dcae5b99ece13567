using EdgeProbe.Capture.Observations;

namespace EdgeProbe.Capture;

/// <summary>
/// Frames are stamped by the wall clock. When it moves against the monotonic clock by more than 5 ms, the flow stage is told to void what is
/// outstanding, since its delays would hold the step. Looked at before and after each batch of frames. Not thread-safe.
/// </summary>
internal sealed class StepWatch(TimeProvider clock)
{
    private static readonly TimeSpan Notable = TimeSpan.FromMilliseconds(5);
    private readonly long _began = clock.GetTimestamp();
    private TimeSpan? _difference;

    public void Look(ObservationPipe pipe)
    {
        var now = clock.GetUtcNow();
        var difference = now - DateTimeOffset.UnixEpoch - clock.GetElapsedTime(_began);
        if (_difference is { } before && (difference - before).Duration() > Notable)
            pipe.Write(new Observation { Kind = ObservationKind.ClockStep, TimeNs = UnixNs(now) });
        // A slow correction is followed, so that many small ones do not add up to a step.
        _difference = difference;
    }

    public static long UnixNs(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks * 100;
}
