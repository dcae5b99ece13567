using System.Net;
using EdgeProbe.Agent.Commands;
using EdgeProbe.Agent.Schedule;
using EdgeProbe.Agent.Settings;
using EdgeProbe.Agent.Spool;
using EdgeProbe.Agent.Windows.Passive;
using EdgeProbe.Capture;
using EdgeProbe.Contract;
using EdgeProbe.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace EdgeProbe.Agent.Tests.Commands;

/// <summary>What becomes of the capture when the interface or the box does not want to.</summary>
public sealed class PassiveCaptureTests : IAsyncLifetime
{
    private static readonly PassiveSettings Wanted = new()
    {
        Enabled = true, Consent = "contract 4711, signed 2026-11-02", Device = "eth7", HomeNetworks = ["192.0.2.0/24"], RingBytes = 1 << 20, Flows = 256,
        LineDownMbps = 100,
    };

    private readonly FakeTimeProvider _clock = new();
    private readonly EventQueue<ProbeEvent> _events = new(8);
    private readonly ClosedWindows _closed = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Queue<CaptureException> _refusals = new();
    private readonly List<FakeCapture> _opened = [];
    private int _tries;
    private PassiveStage _stage = null!;
    private Task _running = Task.CompletedTask;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running;
        _stopping.Dispose();
    }

    [Fact]
    public void Nothing_is_opened_while_the_settings_say_off()
    {
        var capture = Start(new PassiveSettings { Consent = "somebody" });
        Assert.True(_running.IsCompleted);
        Assert.Equal(("off", 0), (capture.State.Word, _tries));
    }

    [Fact]
    public async Task It_captures_as_the_settings_say_and_knows_the_boxes_own_addresses()
    {
        var capture = Start(Wanted);
        Assert.Equal(("capturing", "eth7", null), (capture.State.Word, capture.State.Device, capture.State.Problem));
        var options = Assert.Single(_opened).Options;
        Assert.Equal(("eth7", 1 << 20, 256), (options.Device, options.RingBytes, options.Flows));
        Assert.Equal((12_500_000L, 0L), (options.LineDownBytes, options.LineUpBytes));
        Assert.Equal([IPNetwork.Parse("192.0.2.0/24")], options.HomeNetworks);
        Assert.Contains(IPAddress.Loopback, options.OwnAddresses);
        await _stopping.CancelAsync();
        await _running;
        Assert.True(_opened[0].IsDisposed);
    }

    [Fact]
    public void Auto_is_the_interface_of_the_default_route()
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllText(
            directory.File("route"),
            "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\neth9\t00000000\t0100A8C0\t0003\t0\t0\t0\t00000000\t0\t0\t0\n");
        Start(Wanted with { Device = "auto" }, new DefaultRoutes(_clock, directory.Path));
        Assert.Equal("eth9", Assert.Single(_opened).Options.Device);
    }

    [Fact]
    public void Without_a_default_route_auto_says_so_and_is_tried_again()
    {
        var capture = Start(Wanted with { Device = "auto" });
        Assert.Equal("cannot", capture.State.Word);
        Assert.Contains("there is no default route", capture.State.Problem, StringComparison.Ordinal);
        Assert.False(_running.IsCompleted);
    }

    [Theory]
    [InlineData(nameof(CaptureProblem.NoLibrary))]
    [InlineData(nameof(CaptureProblem.NoPermission))]
    [InlineData(nameof(CaptureProblem.UnsupportedLink))]
    public void What_does_not_heal_is_said_and_not_tried_again(string problem)
    {
        _refusals.Enqueue(new CaptureException(Enum.Parse<CaptureProblem>(problem), "it cannot be; do this"));
        var capture = Start(Wanted);
        Assert.True(_running.IsCompletedSuccessfully);
        Assert.Equal(("cannot", "it cannot be; do this", 1), (capture.State.Word, capture.State.Problem, _tries));
    }

    [Fact]
    public void An_interface_that_is_not_there_is_tried_again_after_one_two_four_seconds_and_a_minute_at_last()
    {
        for (var i = 0; i < 12; i++) _refusals.Enqueue(new CaptureException(CaptureProblem.NoSuchDevice, "eth7: no such device"));
        var capture = Start(Wanted);
        var tries = 1;
        foreach (var wait in new[] { 1, 2, 4, 8, 16, 32, 60, 60 })
        {
            Pass(wait - 0.5);
            Assert.Equal(tries, _tries);
            Pass(0.5);
            Assert.Equal(++tries, _tries);
        }

        Assert.Equal("cannot", capture.State.Word);
        Assert.Empty(Events());
    }

    [Fact]
    public void An_interface_that_goes_away_and_comes_back_is_said_both_times()
    {
        var capture = Start(Wanted);
        _stage.Attempt(PassiveSeries.Dns, Side.Wan, 5_000_000_000, Reason.Answered, 1000, 0);
        Lose("eth7 is gone; plug it in");
        Assert.Equal(("cannot", "eth7 is gone; plug it in"), (capture.State.Word, capture.State.Problem));
        Assert.True(_opened[0].IsDisposed);
        Assert.NotNull(_closed.Take());
        Pass(1);
        Assert.Equal(("capturing", 2), (capture.State.Word, _opened.Count));
        Assert.Equal([("capture/lost", "eth7", "eth7 is gone; plug it in."), ("capture/back", "eth7", "Capturing on eth7 again.")], Events());
    }

    [Fact]
    public void An_interface_that_comes_and_goes_is_not_hurried_after_and_a_lasting_capture_begins_the_waits_anew()
    {
        Start(Wanted);
        foreach (var wait in new[] { 1, 2, 4 }) LoseAndWait(wait);
        Pass(120);
        LoseAndWait(1);

        void LoseAndWait(double wait)
        {
            var opened = _opened.Count;
            Lose("gone");
            Pass(wait - 0.1);
            Assert.Equal(opened, _opened.Count);
            Pass(0.1);
            Assert.Equal(opened + 1, _opened.Count);
        }
    }

    [Fact]
    public void The_counters_of_all_captures_add_up()
    {
        var capture = Start(Wanted);
        _opened[0].Counters = new CaptureCounters { FramesReceived = 10, FramesDropped = 1, ObservationsDropped = 2, SampledOut = 3 };
        Lose("gone");
        Pass(1);
        _opened[1].Counters = new CaptureCounters { FramesReceived = 5, SampledOut = 4 };
        Assert.Equal(new CaptureCounters { FramesReceived = 15, FramesDropped = 1, ObservationsDropped = 2, SampledOut = 7 }, capture.Counters);
    }

    [Fact]
    public void Something_unexpected_in_the_capture_ends_it_alone_and_it_is_begun_again()
    {
        var capture = Start(Wanted);
        Inline(() => _opened[0].End(new InvalidOperationException("a bug")));
        Assert.Equal("cannot", capture.State.Word);
        Pass(1);
        Assert.Equal("capturing", capture.State.Word);
    }

    private PassiveCapture Start(PassiveSettings settings, DefaultRoutes? routes = null)
    {
        _stage = new PassiveStage(10_000, _closed);
        var teller = new EventTeller(_events, _clock, NullLogger.Instance);
        var capture = new PassiveCapture(settings, routes ?? new DefaultRoutes(_clock, "/nowhere"), _stage, Open, teller, _clock, NullLogger.Instance);
        _running = capture.RunAsync(_stopping.Token);
        return capture;
    }

    private ICapture Open(CaptureOptions options, IPassiveSink sink)
    {
        Assert.Same(_stage, sink);
        _tries++;
        if (_refusals.TryDequeue(out var refusal)) throw refusal;
        _opened.Add(new FakeCapture(options));
        return _opened[^1];
    }

    private void Lose(string why) => Inline(() => _opened[^1].End(new CaptureException(CaptureProblem.DeviceDown, why)));

    private void Pass(double seconds) => Inline(() => _clock.Advance(TimeSpan.FromSeconds(seconds)));

    // Without a context that posts them elsewhere, continuations run before the call returns.
    private static void Inline(Action action)
    {
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        action();
        SynchronizationContext.SetSynchronizationContext(context);
    }

    private List<(string Name, string Subject, string Text)> Events()
    {
        var told = new List<(string, string, string)>();
        while (_events.TryPeek(out var happened))
        {
            told.Add((happened!.Name, happened.Subject, happened.Text));
            _events.Remove(happened);
        }

        return told;
    }
}
