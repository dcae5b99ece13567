using System.Net;
using EdgeProbe.Probers;

namespace EdgeProbe.Agent.Tests.Schedule;

/// <summary>Answers at once, or when it is told to; notes what it was asked.</summary>
internal sealed class FakeProber(TimeProvider clock) : IProber
{
    private readonly TaskCompletionSource _go = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool IsHeld { get; set; }

    public List<(string Name, IPAddress? Address, DateTimeOffset At)> Asked { get; } = [];

    public void LetGo() => _go.TrySetResult();

    public async ValueTask<Measurement> MeasureAsync(Target target, CancellationToken cancellation)
    {
        lock (Asked) Asked.Add((target.Name, target.Address, clock.GetUtcNow()));
        if (IsHeld) await _go.Task.WaitAsync(cancellation);
        return Measurement.Answered(TimeSpan.FromMilliseconds(1));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
