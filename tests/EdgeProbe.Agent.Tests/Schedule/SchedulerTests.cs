using System.Net;
using EdgeProbe.Agent.Schedule;
using EdgeProbe.Probers;
using EdgeProbe.Probers.Names;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace EdgeProbe.Agent.Tests.Schedule;

public sealed class SchedulerTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly FakeSink _sink = new();
    private readonly FakeProber _prober;
    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;

    public SchedulerTests() => _prober = new FakeProber(_clock);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running;
        _stopping.Dispose();
    }

    [Fact]
    public async Task A_test_is_made_once_a_period()
    {
        Run([Ping("a", "127.0.0.1")]);
        await MoveAsync(seconds: 20);
        Assert.InRange(_sink.Finished.Count, 19, 21);
        Assert.Empty(_sink.Refused);
    }

    [Fact]
    public async Task Packets_to_one_address_stay_apart_over_all_tests()
    {
        Run([Ping("a", "127.0.0.1"), Ping("b", "127.0.0.1"), Ping("c", "127.0.0.1")]);
        await MoveAsync(seconds: 20);
        var times = _prober.Asked.Select(a => a.At).Order().ToArray();
        Assert.True(times.Length >= 55);
        Assert.All(times.Zip(times.Skip(1)), pair => Assert.True(pair.Second - pair.First >= TimeSpan.FromMilliseconds(200), $"{pair}"));
    }

    [Fact]
    public async Task What_the_owner_limits_is_not_sent_and_is_counted()
    {
        Run([.. Enumerable.Range(1, 10).Select(i => Ping($"{i}", $"127.0.0.{i}"))], packetsPerSecond: 2);
        await MoveAsync(seconds: 30);
        Assert.InRange(_prober.Asked.Count, 30, 64 + 4);
        Assert.Contains(Reason.LimitReached, _sink.Refused);
        Assert.Equal(_prober.Asked.Count, _sink.Finished.Count);
    }

    [Fact]
    public async Task A_destination_that_is_not_allowed_is_never_sent_to()
    {
        Run([Ping("a", "127.0.0.1"), Ping("b", "192.0.2.1")], allowed: ["127.0.0.0/8"]);
        await MoveAsync(seconds: 5);
        Assert.All(_prober.Asked, asked => Assert.Equal("a", asked.Name));
        Assert.Contains(Reason.DestinationNotAllowed, _sink.Refused);
    }

    [Fact]
    public async Task A_denied_network_wins_over_an_allowed_one()
    {
        Run([Ping("a", "127.0.0.1")], allowed: ["127.0.0.0/8"], denied: ["127.0.0.1/32"]);
        await MoveAsync(seconds: 5);
        Assert.Empty(_prober.Asked);
    }

    [Fact]
    public async Task A_slow_test_delays_no_other()
    {
        _prober.IsHeld = true;
        var quick = new FakeProber(_clock);
        Run([Ping("slow", "127.0.0.1"), Ping("quick", "127.0.0.2", Kind.Stamp)], more: (Kind.Stamp, quick));
        await MoveAsync(seconds: 20);
        Assert.InRange(quick.Asked.Count, 19, 21);
        _prober.LetGo();
    }

    [Fact]
    public async Task Attempts_of_one_test_overlap_up_to_what_its_timeout_needs()
    {
        _prober.IsHeld = true;
        Run([Ping("slow", "127.0.0.1")]);
        await MoveAsync(seconds: 20);
        Assert.Equal(4, _prober.Asked.Count);
        Assert.Contains(Reason.LimitReached, _sink.Refused);
        _prober.LetGo();
    }

    [Fact]
    public async Task Beats_missed_by_a_stalled_box_are_not_attempted_and_not_made_up_for()
    {
        Run([Ping("a", "127.0.0.1")]);
        await MoveAsync(seconds: 5);
        var before = _prober.Asked.Count;
        _clock.Advance(TimeSpan.FromSeconds(8));
        await MoveAsync(seconds: 1);
        Assert.InRange(_prober.Asked.Count - before, 1, 3);
        Assert.InRange(_sink.Refused.Count(r => r == Reason.NotAttempted), 6, 8);
    }

    [Fact]
    public async Task A_name_without_an_address_of_the_family_is_left_out_in_silence()
    {
        var none = Ping("a", "a") with { Address = _ => ValueTask.FromResult(AddressChoice.None(Reason.NoAddressOfThisFamily)) };
        Run([none]);
        await MoveAsync(seconds: 5);
        Assert.Empty(_sink.Begun);
        Assert.Empty(_sink.Refused);
    }

    [Fact]
    public async Task A_name_that_is_not_found_is_a_measurement()
    {
        Run([Ping("a", "a") with { Address = _ => ValueTask.FromResult(AddressChoice.None(Reason.NameNotFound)) }]);
        await MoveAsync(seconds: 3);
        Assert.All(_sink.Finished, m => Assert.Equal(Reason.NameNotFound, m.Reason));
        Assert.NotEmpty(_sink.Finished);
    }

    private void Run(
        PlannedTest[] tests, int packetsPerSecond = 100, string[]? allowed = null, string[]? denied = null, (Kind, IProber)? more = null)
    {
        var probers = new Dictionary<Kind, IProber> { [Kind.Icmp] = _prober };
        if (more is { } m) probers[m.Item1] = m.Item2;
        var limits = new Limits(
            new Pacer(TimeSpan.FromMilliseconds(200), _clock), new PacketLimit(packetsPerSecond, _clock), new DestinationRule(allowed ?? [], denied ?? []));
        var book = new AddressBook(new NoNames(), new NameOptions(), _clock);
        var scheduler = new Scheduler(new AttemptRunner(probers, book, limits, _sink, _clock, NullLogger.Instance), _sink, _clock, NullLogger.Instance);
        foreach (var test in tests) scheduler.Add(test);
        _running = Task.Run(() => scheduler.RunAsync(_stopping.Token));
    }

    /// <summary>Moves time in steps of ten milliseconds and lets what became due run.</summary>
    private async Task MoveAsync(int seconds)
    {
        for (var i = 0; i < seconds * 100; i++)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(10));
            for (var turn = 0; turn < 8; turn++) await Task.Yield();
            if (i % 10 == 0) await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        }
    }

    private static PlannedTest Ping(string name, string address, Kind kind = Kind.Icmp) => new()
    {
        Target = new Target { Test = 1, Name = name, Kind = kind, Segment = Segment.Service, Host = address },
        Period = TimeSpan.FromSeconds(1),
        Address = _ => ValueTask.FromResult(new AddressChoice(Reason.Answered, IPAddress.Parse(address))),
    };

    private sealed class NoNames : INameResolver
    {
        public ValueTask<NameAnswer> ResolveAsync(string host, IpFamily family, CancellationToken cancellation) =>
            ValueTask.FromResult(NameAnswer.Failed(Reason.NameNotFound));
    }
}
