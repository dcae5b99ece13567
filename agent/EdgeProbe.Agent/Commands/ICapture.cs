using EdgeProbe.Capture;
using Microsoft.Extensions.Logging;

namespace EdgeProbe.Agent.Commands;

/// <summary>A capture under way. Disposed only after <see cref="RunAsync"/> has ended.</summary>
internal interface ICapture : IAsyncDisposable
{
    CaptureCounters Counters { get; }

    /// <summary>Ends: when it is cancelled, or with a <see cref="CaptureException"/> when the interface is gone.</summary>
    Task RunAsync(CancellationToken stopping);
}

/// <summary>Begins a capture.</summary>
/// <exception cref="CaptureException">The interface cannot be captured on.</exception>
internal delegate ICapture OpenCapture(CaptureOptions options, IPassiveSink sink);

/// <summary>The capture by libpcap, which is loaded when the first one begins.</summary>
internal sealed class LibpcapCapture(LiveCapture capture) : ICapture
{
    public CaptureCounters Counters => capture.Counters;

    public static OpenCapture Opener(TimeProvider clock, ILogger log) =>
        (options, sink) => new LibpcapCapture(LiveCapture.Open(options, sink, clock, log));

    // On the pool from the first frame on: a busy interface must not hold up whoever starts it.
    public Task RunAsync(CancellationToken stopping) => Task.Run(() => capture.RunAsync(stopping), CancellationToken.None);

    public ValueTask DisposeAsync() => capture.DisposeAsync();
}
