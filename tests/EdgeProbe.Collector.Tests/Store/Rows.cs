using EdgeProbe.Collector.Store;
using EdgeProbe.Contract;
using EdgeProbe.Testing.Wire;

namespace EdgeProbe.Collector.Tests.Store;

/// <summary>Rows for tests of stores.</summary>
internal static class Rows
{
    public const long Noon = 1_770_000_000_000 - 1_770_000_000_000 % 60_000;

    public static ProbeId Probe(string name = "p1", string tenant = "acme") =>
        ProbeId.TryCreate(tenant, name, out var id) ? id : throw new ArgumentException(name);

    public static TestKey Test(uint alias = 4, Segment segment = Segment.Service, Kind kind = Kind.Icmp, string target = "shop") =>
        new(alias, kind, segment, IpFamily.V4, target);

    public static WindowRow Row(long startMs = Noon, TestKey? test = null, ulong sequence = 1, string probe = "p1", params ulong[] delays)
    {
        var key = test ?? Test();
        var sample = new Sample { Test = key.Alias, Window = new Window(startMs, 10_000), Sent = (uint)delays.Length, Received = (uint)delays.Length };
        foreach (var delay in delays) sample.Delays.Add(delay);
        return new WindowRow { Probe = Probe(probe), Site = "s1", Test = key, StoreEpoch = 7, Sequence = sequence, Sample = sample };
    }

    /// <summary>A sample that has everything a sample may have.</summary>
    public static WindowRow Full()
    {
        var row = Row(Noon, Test(9, kind: Kind.Http, target: "shop, \"the = best\" \\ 🛒\\"), ulong.MaxValue - 3, delays: [12_345, 23_456, 0, 34_567]) with
        {
            StoreEpoch = ulong.MaxValue - 1,
            TimeTrusted = false,
        };
        var s = row.Sample;
        (s.Sent, s.Failed, s.NotAttempted, s.LossEpisodes, s.Duplicate, s.Reordered, s.Late, s.Invalid) = (10, 2, 3, 1, 4, 5, 6, 7);
        (s.LostUp, s.LostDown, s.IpdvMicroseconds, s.Reason, s.Code) = (1, 2, 0, Reason.HttpServerError, 503);
        s.Failures = new StageFailures(1, 2, 3, 4, 5);
        s.Http = new HttpPhases(1, 2, null, 0) { CertificateDaysLeft = -3 };
        s.OneWay = new OneWayDelays(-5, 6, 7);
        s.Path = new PathFacts(12, 11, 0xFEDC_BA98_7654_3210) { FirstHop = 0xF123_4567_89AB_CDEF };
        s.Flags = MeasurementFlags.ClockStepped | MeasurementFlags.UserSpaceTime;
        (s.Addresses, s.AddressesAnswering) = (3, 0);
        s.Slots = [new Slot(SlotState.Bad, 5), new Slot(SlotState.Unknown, 0)];
        return row;
    }

    /// <summary>A row of a passive series: its counters, and its delays when there are any.</summary>
    public static WindowRow Passive(TestKey test, long startMs, IEnumerable<ulong> delays, params (Counter Counter, ulong Value)[] counts)
    {
        var row = Row(startMs, test, (ulong)startMs + test.Alias, delays: [.. delays]);
        row.Sample.Counts = BatchMaker.Counts(counts);
        return row;
    }

    public static TestKey PassiveTest(uint alias, Kind kind, Segment side, string target) => new(alias, kind, side, IpFamily.Any, target);
}
