using EdgeProbe.Agent.Commands;
using EdgeProbe.Capture;

namespace EdgeProbe.Agent.Tests.Commands;

/// <summary>A capture that lasts until the test lets it end.</summary>
internal sealed class FakeCapture(CaptureOptions options) : ICapture
{
    // Whatever follows the end has happened when End returns.
    private readonly TaskCompletionSource _end = new();

    public CaptureOptions Options => options;

    public CaptureCounters Counters { get; set; }

    public bool IsDisposed { get; private set; }

    public void End(Exception why) => _end.SetException(why);

    public Task RunAsync(CancellationToken stopping) => _end.Task.WaitAsync(stopping);

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        return ValueTask.CompletedTask;
    }
}
