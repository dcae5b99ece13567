using EdgeProbe.Capture;

namespace EdgeProbe.Agent.Windows.Passive;

/// <summary>A passive series on one side as the birth tells it: the method, the side, and the name that people know it by.</summary>
internal sealed record PassiveTest(Kind Kind, Segment Segment, string Name);

/// <summary>The passive series that are published, each with a place of its own.</summary>
internal static class PassiveTests
{
    private const int Sides = 2;
    private const int TrafficPlace = (int)PassiveSeries.Traffic * Sides;

    /// <summary>By place.</summary>
    public static PassiveTest[] All { get; } = DescribeAll();

    /// <summary>The place of a series; below 0 when it is not published: nobody knows of which side it speaks.</summary>
    public static int PlaceOf(PassiveSeries series, Side side) => series switch
    {
        PassiveSeries.Traffic => TrafficPlace,
        > PassiveSeries.Traffic => -1,
        _ => side switch { Side.Lan => (int)series * Sides, Side.Wan => (int)series * Sides + 1, _ => -1 },
    };

    private static PassiveTest[] DescribeAll()
    {
        var all = new PassiveTest[TrafficPlace + 1];
        for (var place = 0; place < all.Length; place++) all[place] = Describe(place);
        return all;
    }

    private static PassiveTest Describe(int place)
    {
        var (kind, name) = (PassiveSeries)(place / Sides) switch
        {
            PassiveSeries.TcpConnect => (Kind.PassiveConnect, "tcp"),
            PassiveSeries.QuicConnect => (Kind.PassiveConnect, "quic"),
            PassiveSeries.TcpRtt => (Kind.PassiveRtt, "tcp"),
            PassiveSeries.LoadedTcpRtt => (Kind.PassiveRtt, "tcp under load"),
            PassiveSeries.QuicRtt => (Kind.PassiveRtt, "quic"),
            PassiveSeries.Dns => (Kind.PassiveDns, "dns"),
            PassiveSeries.Tls => (Kind.PassiveTls, "tls"),
            PassiveSeries.Rtp => (Kind.PassiveRtp, "rtp"),
            PassiveSeries.IcmpEcho => (Kind.PassiveIcmp, "echo"),
            _ => (Kind.PassiveTraffic, "traffic"),
        };
        var segment = place == TrafficPlace ? Segment.None : place % Sides == 0 ? Segment.Lan : Segment.Wan;
        return new PassiveTest(kind, segment, name);
    }
}
