using Microsoft.Extensions.Logging;

namespace EdgeProbe.Capture;

/// <summary>
/// Watches one interface: libpcap on a thread of its own, parsed there, through a Pipe to the flow stage on another thread, and out to the
/// sink, which is called on that second thread only. Nothing but the sink's numbers leaves it. Owns both threads until it is disposed.
/// </summary>
public sealed class LiveCapture : IAsyncDisposable
{
    private readonly TimeProvider _clock;

    private LiveCapture(TimeProvider clock) => _clock = clock;

    /// <summary>Current counters; callable from any thread.</summary>
    public CaptureCounters Counters { get; }

    /// <exception cref="CaptureException">The interface cannot be captured on.</exception>
    public static LiveCapture Open(CaptureOptions options, IPassiveSink sink, TimeProvider clock, ILogger log)
    {
        ArgumentNullException.ThrowIfNull(sink);
        throw new CaptureException(CaptureProblem.Other, $"{options.Device}: capture is not here yet ({new LiveCapture(clock).Counters.Packets}, {log})");
    }

    /// <summary>Ends: when it is cancelled, or with a <see cref="CaptureException"/> when the interface is gone.</summary>
    public Task RunAsync(CancellationToken stopping) => Task.Delay(Timeout.InfiniteTimeSpan, _clock, stopping);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
