using EdgeProbe.Agent.Commands;
using EdgeProbe.Agent.Schedule;
using EdgeProbe.Agent.Spool;
using EdgeProbe.Agent.Windows;
using EdgeProbe.Agent.Windows.Passive;
using EdgeProbe.Capture;
using EdgeProbe.Contract;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace EdgeProbe.Agent.Tests.Commands;

public sealed class WindowPumpTests
{
    private const long StartMs = 1_790_000_000_000;
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.FromUnixTimeMilliseconds(StartMs));
    private readonly List<(ulong First, IReadOnlyList<(uint Test, long StartMs, uint Sent)> Samples)> _batches = [];
    private readonly WindowStage _active;
    private readonly ClosedWindows _closed = new();
    private readonly PassiveStage _passive;
    private readonly WindowPump _pump;

    public WindowPumpTests()
    {
        _active = new WindowStage(10_000, _clock);
        _active.Add(new WindowedTest { Alias = 7, Kind = Kind.Icmp, Timeout = TimeSpan.FromSeconds(3) });
        _passive = new PassiveStage(10_000, _closed);
        var events = new EventQueue<ProbeEvent>(8);
        _pump = new WindowPump(
            _active, new PassiveRelease(_closed, static _ => 9, static () => default), new RamSpool(1, 1 << 20, (batch, _) => Keep(batch), _clock),
            new EventTeller(events, _clock, NullLogger.Instance), TestTable.Open(1, null), new TestResults(), _clock);
    }

    [Fact]
    public void Active_and_passive_samples_of_a_window_travel_in_one_batch_under_one_row_of_numbers()
    {
        Measure();
        _pump.Pump();
        Measure();
        _pump.Pump();
        Assert.Equal([0UL, 2UL], _batches.Select(batch => batch.First));
        Assert.Equal([(7u, StartMs, 1u), (9u, StartMs, 10u)], _batches[0].Samples);
        Assert.Equal([(7u, StartMs + 10_000, 1u), (9u, StartMs + 10_000, 10u)], _batches[1].Samples);
    }

    [Fact]
    public void A_batch_begins_with_its_earliest_window_whoever_measured_it()
    {
        Attempts(StartMs - 5000);
        Measure();
        _pump.Pump();
        Assert.Equal([StartMs - 10_000, StartMs, StartMs], Assert.Single(_batches).Samples.Select(sample => sample.StartMs));
    }

    [Fact]
    public async Task The_end_waits_for_the_capture_and_appends_what_it_has_seen()
    {
        using var stopping = new CancellationTokenSource();
        var capture = new TaskCompletionSource();
        var running = _pump.RunAsync(capture.Task, stopping.Token);
        await stopping.CancelAsync();
        Assert.False(running.IsCompleted);
        Attempts(StartMs);
        _passive.Finish();
        capture.SetResult();
        await running;
        Assert.Equal([(9u, StartMs, 10u)], Assert.Single(_batches).Samples);
    }

    private void Measure()
    {
        var startMs = _clock.GetUtcNow().ToUnixTimeMilliseconds();
        _active.Ended(7, _active.Started(7, _clock.GetTimestamp()), Measurement.Answered(TimeSpan.FromMilliseconds(1)));
        Attempts(startMs);
        _clock.Advance(TimeSpan.FromSeconds(10));
        _passive.Advance((startMs + 10_000) * 1_000_000);
    }

    private void Attempts(long unixMs)
    {
        for (var i = 0; i < 10; i++) _passive.Attempt(PassiveSeries.Dns, Side.Wan, unixMs * 1_000_000, Reason.Answered, 1000, 0);
    }

    private void Keep(Batch batch) => _batches.Add((batch.FirstSequence, [.. batch.Samples.Select(s => (s.Test, s.Window.StartMs, s.Sent))]));
}
