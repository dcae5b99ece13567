using EdgeProbe.Contract;
using EdgeProbe.Testing.Wire;

namespace EdgeProbe.Testing.Collectors;

/// <summary>How a household's traffic fares on one side of its probe. Delays in milliseconds of round trip, loss 0 to 1 of the segments.</summary>
public sealed record SideQuality(double DelayMs, double JitterMs)
{
    public double Loss { get; init; }

    /// <summary>Round trips while the line is busy; null for a household that never loads it.</summary>
    public double? LoadedMs { get; init; }
}

/// <summary>What a household does in a window and what becomes of it.</summary>
public sealed record HouseholdQuality
{
    public SideQuality Lan { get; init; } = new(3, 2);

    public SideQuality Wan { get; init; } = new(24, 6) { LoadedMs = 31 };

    /// <summary>Of the 4,000 frames of a window, dropped by the kernel.</summary>
    public uint FramesDropped { get; init; }

    public uint PacketsSampledOut { get; init; }

    public bool Misplaced { get; init; }

    /// <summary>DNS questions of a window that nobody answered.</summary>
    public uint DnsTimeouts { get; init; }

    /// <summary>Whether somebody is on the phone.</summary>
    public bool Calls { get; init; } = true;
}

/// <summary>
/// The passive series of a probe and the samples that it would publish of a household's traffic. The same seed makes the same samples.
/// </summary>
public sealed class PassiveRecording(int seed = 1)
{
    private const int Segments = 1_000;
    private const ulong SegmentBytes = 1_460;
    private const uint Frames = 4_000;
    private const uint RtpPackets = 500;

    private readonly Random _random = new(seed);
    private bool _callIsKnown;

    public static IReadOnlyList<TestDescription> Plan { get; } =
    [
        .. OnBothSides(101, Kind.PassiveConnect, "tcp"),
        .. OnBothSides(103, Kind.PassiveConnect, "quic"),
        .. OnBothSides(105, Kind.PassiveRtt, "tcp"),
        .. OnBothSides(107, Kind.PassiveRtt, "tcp under load"),
        .. OnBothSides(109, Kind.PassiveRtt, "quic"),
        .. OnBothSides(111, Kind.PassiveDns, "dns"),
        .. OnBothSides(113, Kind.PassiveTls, "tls"),
        .. OnBothSides(115, Kind.PassiveRtp, "rtp"),
        .. OnBothSides(117, Kind.PassiveIcmp, "echo"),
        Test(119, Kind.PassiveTraffic, Segment.None, "traffic"),
    ];

    /// <summary>A probe's birth with passive measurement on, beside its active tests.</summary>
    public static Birth On(Birth birth) => birth with
    {
        ConfigRevision = birth.ConfigRevision + 1,
        Tests = [.. birth.Tests, .. Plan],
        Capabilities = [.. birth.Capabilities, "passive"],
    };

    public static uint AliasOf(Kind kind, string target, Segment side) => Plan.Single(t => (t.Kind, t.Target, t.Segment) == (kind, target, side)).Alias;

    /// <summary>One window of all series that have something to say.</summary>
    public IReadOnlyList<Sample> Window(long startMs, HouseholdQuality quality)
    {
        var window = new Window(startMs, EdgeProbe.Window.DefaultLengthMs);
        return
        [
            .. Side(window, Segment.Lan, quality.Lan),
            .. Side(window, Segment.Wan, quality.Wan),
            .. Internet(window, quality),
            Traffic(window, quality),
        ];
    }

    private static TestDescription[] OnBothSides(uint alias, Kind kind, string target) =>
        [Test(alias, kind, Segment.Lan, target), Test(alias + 1, kind, Segment.Wan, target)];

    private static TestDescription Test(uint alias, Kind kind, Segment side, string target) =>
        new() { Alias = alias, Kind = kind, Segment = side, Target = target, Endpoint = "passive", Period = TimeSpan.FromSeconds(10) };

    private IEnumerable<Sample> Side(Window window, Segment side, SideQuality quality)
    {
        var connect = Delays(window, AliasOf(Kind.PassiveConnect, "tcp", side), 12, quality.DelayMs, quality.JitterMs);
        connect.Counts = BatchMaker.Counts((Counter.SynRetries, 1), (Counter.AmbiguousConnects, 1));
        yield return connect;
        yield return Delays(window, AliasOf(Kind.PassiveConnect, "quic", side), 10, quality.DelayMs, quality.JitterMs);
        var lost = (ulong)Math.Round(quality.Loss * Segments);
        var data = Delays(window, AliasOf(Kind.PassiveRtt, "tcp", side), 60, quality.DelayMs, quality.JitterMs);
        data.Counts = BatchMaker.Counts(
            (Counter.PayloadBytes, Segments * SegmentBytes), (Counter.LostBytes, lost * SegmentBytes), (Counter.LostSegments, lost), (Counter.Segments, Segments),
            (Counter.ReorderedSegments, 2), (Counter.SpuriousSegments, 1), (Counter.ZeroWindows, side == Segment.Lan ? 1UL : 0));
        yield return data;
        if (quality.LoadedMs is { } loaded) yield return Delays(window, AliasOf(Kind.PassiveRtt, "tcp under load", side), 20, loaded, quality.JitterMs);
    }

    // What a household does with the internet side alone: resolvers and servers are there, and so is the far end of a call.
    private IEnumerable<Sample> Internet(Window window, HouseholdQuality quality)
    {
        var dns = Delays(window, AliasOf(Kind.PassiveDns, "dns", Segment.Wan), 15, quality.Wan.DelayMs / 2, quality.Wan.JitterMs);
        dns.Sent += quality.DnsTimeouts;
        dns.Counts = BatchMaker.Counts((Counter.NoErrorAnswers, 13), (Counter.NameErrorAnswers, 2), (Counter.QueryRetries, quality.DnsTimeouts));
        if (quality.DnsTimeouts > 0) dns.Reason = Reason.ResolverTimedOut;
        yield return dns;
        yield return Delays(window, AliasOf(Kind.PassiveTls, "tls", Segment.Wan), 10, quality.Wan.DelayMs * 1.5, quality.Wan.JitterMs);
        // Two pings are too few to tell their delays; that a third was not answered may be told.
        yield return Unanswered(window, AliasOf(Kind.PassiveIcmp, "echo", Segment.Wan));
        if (quality.Calls) yield return Call(window, quality.Wan);
    }

    private Sample Call(Window window, SideQuality quality)
    {
        var lost = (uint)Math.Round(quality.Loss * RtpPackets);
        var call = Delays(window, AliasOf(Kind.PassiveRtp, "rtp", Segment.Wan), RtpPackets - lost, 1, quality.JitterMs);
        (call.Sent, call.LossEpisodes) = (RtpPackets, lost);
        // A stream is counted once, when it is recognised.
        call.Counts = BatchMaker.Counts((Counter.Streams, _callIsKnown ? 0UL : 1), (Counter.InterarrivalJitterUs, (ulong)(quality.JitterMs * 500)), (Counter.LossBursts, lost));
        _callIsKnown = true;
        return call;
    }

    private static Sample Unanswered(Window window, uint test)
    {
        var sample = BatchMaker.Passive(test, window, [], (Counter.PortUnreachable, 1));
        (sample.Sent, sample.LossEpisodes, sample.Reason) = (1, 1, Reason.TimedOut);
        return sample;
    }

    private static Sample Traffic(Window window, HouseholdQuality quality) => BatchMaker.Passive(
        AliasOf(Kind.PassiveTraffic, "traffic", Segment.None),
        window,
        [],
        (Counter.BytesUp, 400_000),
        (Counter.BytesDown, 9_000_000),
        (Counter.PacketsUp, 1_300),
        (Counter.PacketsDown, 2_700),
        (Counter.ActiveSeconds, 9),
        (Counter.LoadedSeconds, quality.Wan.LoadedMs is null ? 0UL : 3),
        (Counter.PeakBytesUp, 90_000),
        (Counter.PeakBytesDown, 2_500_000),
        (Counter.FramesReceived, Frames),
        (Counter.FramesDropped, quality.FramesDropped),
        (Counter.PacketsSampledOut, quality.PacketsSampledOut),
        (Counter.Misplaced, quality.Misplaced ? 1UL : 0),
        (Counter.Flows, 40),
        (Counter.OwnPackets, 120));

    private Sample Delays(Window window, uint test, uint count, double baseMs, double spreadMs)
    {
        var sample = new Sample { Test = test, Window = window, Sent = count, Received = count };
        for (var i = 0; i < count; i++) sample.Delays.Add((ulong)(1000 * (baseMs + spreadMs * _random.NextDouble())));
        return sample;
    }
}
