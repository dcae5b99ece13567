using EdgeProbe.Collector.Store;
using EdgeProbe.Contract;

namespace EdgeProbe.Benchmarks.Scoring;

/// <summary>Rows of a probe at the default plan: a ladder of four at a packet a second, a page each 30 s, a DNS question each 10 s.</summary>
internal sealed class LineMaker(int seed)
{
    public static IReadOnlyList<TestKey> Plan { get; } =
    [
        new(1, Kind.Icmp, Segment.Lan, IpFamily.V4, "gateway"),
        new(2, Kind.Icmp, Segment.Access, IpFamily.V4, "first hop"),
        new(3, Kind.Stamp, Segment.Core, IpFamily.V4, "reflector"),
        new(4, Kind.Icmp, Segment.Service, IpFamily.V4, "shop"),
        new(5, Kind.Http, Segment.Service, IpFamily.V4, "shop page"),
        new(6, Kind.Dns, Segment.None, IpFamily.V4, "resolver"),
    ];

    public static IReadOnlyDictionary<TestKey, TimeSpan> Periods { get; } = Plan.ToDictionary(
        test => test, test => TimeSpan.FromSeconds(test.Kind switch { Kind.Http => 30, Kind.Dns => 10, _ => 1 }));

    private readonly Random _random = new(seed);

    public ProbeId Probe { get; } = ProbeId.TryCreate("bench", $"p{seed}", out var id) ? id : throw new ArgumentException($"p{seed} names no probe");

    /// <summary>The six windows of a minute, as a batch brings them.</summary>
    public List<WindowRow> Minute(long startMs)
    {
        var rows = new List<WindowRow>();
        for (var window = 0; window < 6; window++)
        {
            foreach (var test in Plan)
            {
                if (test.Kind == Kind.Http && window % 3 != 0) continue;
                rows.Add(Row(test, startMs + window * 10_000));
            }
        }

        return rows;
    }

    private WindowRow Row(TestKey test, long startMs)
    {
        var attempts = test.Segment == Segment.None || test.Kind == Kind.Http ? 1 : 10;
        var sample = new Sample { Test = test.Alias, Window = new Window(startMs, 10_000), Sent = (uint)attempts };
        var share = test.Segment switch { Segment.Lan => 0.05, Segment.Access => 0.4, Segment.Core => 0.7, _ => 1 };
        for (var i = 0; i < attempts; i++)
        {
            if (test.Segment > Segment.Lan && attempts > 1 && _random.NextDouble() < 0.01) continue;
            sample.Received++;
            sample.Delays.Add((ulong)(test.Kind == Kind.Http ? 700_000 : share * (45_000 + 60_000 * _random.NextDouble())));
        }

        if (sample.Lost > 0) sample.LossEpisodes = sample.Lost;
        if (attempts == 10) sample.Slots = [new Slot(SlotState.Good, 5), new Slot(SlotState.Good, 5)];
        if (test.Kind == Kind.Http) sample.Http = new HttpPhases(2_000, 40_000, 90_000, 160_000);
        return new WindowRow { Probe = Probe, Test = test, StoreEpoch = 1, Sequence = (ulong)startMs + test.Alias, Sample = sample };
    }
}
