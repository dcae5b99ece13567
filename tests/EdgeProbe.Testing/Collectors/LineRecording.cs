using EdgeProbe.Contract;

namespace EdgeProbe.Testing.Collectors;

/// <summary>How a line behaves while it is recorded. Delays in milliseconds of round trip to the service; losses 0 to 1.</summary>
public sealed record LineQuality
{
    public double DelayMs { get; init; } = 20;

    public double JitterMs { get; init; } = 2;

    public double Loss { get; init; }

    /// <summary>From here outward nothing answers.</summary>
    public Segment DownFrom { get; init; } = Segment.None;

    public double PageSeconds { get; init; } = 0.4;
}

/// <summary>
/// A probe's plan and the samples it would publish on a line of a given quality: the ladder at a packet a second, an HTTPS check and a DNS
/// question. The same seed makes the same samples.
/// </summary>
public sealed class LineRecording(int seed = 1)
{
    private readonly Random _random = new(seed);

    public static IReadOnlyList<TestDescription> Plan { get; } =
    [
        Test(1, Kind.Icmp, Segment.Lan, "gateway", "10.0.0.1", 1),
        Test(2, Kind.Icmp, Segment.Access, "first hop", "10.1.0.1", 1),
        Test(3, Kind.Stamp, Segment.Core, "reflector", "10.2.0.1:862", 1),
        Test(4, Kind.Icmp, Segment.Service, "shop", "shop.example", 1),
        Test(5, Kind.Http, Segment.Service, "shop page", "https://shop.example/", 10),
        Test(6, Kind.Dns, Segment.None, "resolver", "10.1.0.53", 10),
    ];

    public static Birth Birth(ulong epoch = 7, ulong session = 1, uint revision = 1) => new()
    {
        AgentVersion = "0.1.0-recorded",
        StoreEpoch = epoch,
        Session = session,
        ConfigRevision = revision,
        Tests = Plan,
        Capabilities = ["icmp-datagram", "kernel-timestamps"],
        Clock = new ClockStamp(ClockState.Synced, 500),
        Hardware = "recording",
        Site = "site-1",
    };

    /// <summary>One window of all tests.</summary>
    public IReadOnlyList<Sample> Window(long startMs, LineQuality quality) => [.. Plan.Select(t => Record(t, startMs, quality))];

    private static TestDescription Test(uint alias, Kind kind, Segment segment, string target, string endpoint, int seconds) => new()
    {
        Alias = alias, Kind = kind, Segment = segment, Target = target, Endpoint = endpoint, Family = IpFamily.V4, Period = TimeSpan.FromSeconds(seconds),
    };

    private Sample Record(TestDescription test, long startMs, LineQuality quality)
    {
        var attempts = EdgeProbe.Window.DefaultLengthMs / (int)test.Period.TotalMilliseconds;
        var down = quality.DownFrom != Segment.None && (test.Segment == Segment.None || test.Segment >= quality.DownFrom);
        var sample = new Sample { Test = test.Alias, Window = new Window(startMs, EdgeProbe.Window.DefaultLengthMs), Sent = (uint)attempts };
        var (lostBefore, lostInSlot) = (false, new int[2]);
        for (var i = 0; i < attempts; i++)
        {
            var lost = down || (test.Segment != Segment.Lan && _random.NextDouble() < quality.Loss);
            if (!lost) Answer(sample, test, quality);
            else if (!lostBefore) sample.LossEpisodes++;
            if (lost) lostInSlot[i * 2 / attempts]++;
            lostBefore = lost;
        }

        if (sample.Lost > 0) sample.Reason = Reason.TimedOut;
        if (attempts >= 2) sample.Slots = [.. lostInSlot.Select(l => new Slot(2 * l > attempts / 2 ? SlotState.Bad : SlotState.Good, attempts / 2))];
        if (test.Kind == Kind.Http && !down) sample.Http = new HttpPhases(2_000, 20_000, 40_000, 60_000) { CertificateDaysLeft = 60 };
        return sample;
    }

    private void Answer(Sample sample, TestDescription test, LineQuality quality)
    {
        var share = test.Segment switch { Segment.Lan => 0.05, Segment.Access => 0.4, Segment.Core => 0.7, _ => 1 };
        var milliseconds = test.Kind == Kind.Http ? 1000 * quality.PageSeconds : quality.DelayMs * share + quality.JitterMs * share * _random.NextDouble();
        sample.Received++;
        sample.Delays.Add((ulong)Math.Max(1, milliseconds * 1000));
    }
}
