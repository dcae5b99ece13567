using EdgeProbe.Scoring.Apps;
using EdgeProbe.Scoring.Availability;
using EdgeProbe.Scoring.Composite;
using EdgeProbe.Scoring.Profiles;

namespace EdgeProbe.Scoring.Blame;

/// <summary>What a score could have been, had segments or kinds of trouble been repaired. Allocates nothing once it is made.</summary>
internal readonly struct BlameModel
{
    public const int Causes = (int)Cause.Outage + 1;

    // A stream whose bottleneck is repaired starts within this, and runs at this rate or better.
    private const double HealthyStartupSeconds = 2;
    private const double HealthyRate = 5;

    // Tails that are no trouble: this much above the median.
    private const double HealthyTail95Ms = 5;
    private const double HealthyTail99Ms = 10;

    private const double FastestTransaction = 0.01;
    private const int Segments = BySegment<double>.Count;
    private const int Service = 1 << (Segments - 1);

    private readonly ScoreProfile _profile;
    private readonly BlameInputs _inputs;
    private readonly BySegment<HopQuality> _segments;
    private readonly BySegment<double> _floors;
    private readonly HopQuality _now;
    private readonly int _webBottleneck;
    private readonly double _transfer;

    public BlameModel(ScoreProfile profile, BlameInputs inputs)
    {
        _profile = profile;
        _inputs = inputs;
        _floors = inputs.FloorsMs;
        _segments = SegmentLadder.Cut(SegmentLadder.Filled(inputs.Cumulative, inputs.Measured));
        _now = SegmentLadder.Join(_segments, _floors, 0);
        _webBottleneck = WebBottleneck(_segments);
        // What is left of the transaction after handshakes and server: transfer and its retransmissions.
        _transfer = inputs.Web is { } web ? Math.Max(0, web.T75 - web.RoundTrips * _now.Q50 / 1000 - web.Think) : 0;
    }

    /// <summary>Points of the applications with these segments healthy (a bit for each of lan, access, core, service).</summary>
    public AppPointsSet Apps(int healthy, out double outageShare)
    {
        var path = SegmentLadder.Join(_segments, _floors, healthy);
        var points = default(AppPointsSet);
        PathPoints(ref points, path, _inputs.Burst);
        if (_inputs.Web is { } web)
        {
            var transferFloor = Math.Min(_transfer, web.TransferFloor);
            var think = (healthy & Service) != 0 ? Math.Min(web.Think, web.ThinkFloor) : web.Think;
            var excess = (healthy & (1 << _webBottleneck)) != 0 ? 0 : _transfer - transferFloor;
            var total = web.RoundTrips * path.Q50 / 1000 + think + transferFloor + excess;
            points[App.Web] = WebPoints(healthy == 0 ? web.T75 : Math.Min(total, web.T75), Holds(healthy, web.FailsAt) ? 0 : web.FailShare);
        }

        if (_inputs.Stream is { } stream) points[App.Streaming] = StreamPoints(stream, Holds(healthy, stream.Bottleneck));
        points[App.Availability] = AvailabilityPoints(_inputs.Day is { } day ? Share(day, healthy) : Outage(healthy));
        outageShare = Outage(healthy);
        return points;
    }

    public double Score(int healthy)
    {
        var points = Apps(healthy, out var outage);
        return CompositeScore.Of(_inputs.Persona, points, outage).Value ?? 0;
    }

    /// <summary>
    /// The score with whole kinds of trouble repaired end to end, for every set of them (a bit for each <see cref="Cause"/>). What several
    /// sets share is worked out once.
    /// </summary>
    /// <param name="scores">Two to the number of causes.</param>
    public void ScoresWithout(Span<double> scores)
    {
        Span<AppPointsSet> paths = stackalloc AppPointsSet[1 << ((int)Cause.Loss + 1)];
        Span<double> medians = stackalloc double[paths.Length];
        for (var repaired = 0; repaired < paths.Length; repaired++)
        {
            var path = Repair(_now, repaired);
            medians[repaired] = path.Q50;
            PathPoints(ref paths[repaired], path, Has(repaired, Cause.Loss) ? 1 : _inputs.Burst);
        }

        Span<double?> streams = stackalloc double?[2];
        if (_inputs.Stream is { } stream) (streams[0], streams[1]) = (StreamPoints(stream, false), StreamPoints(stream, true));
        for (var repaired = 0; repaired < scores.Length; repaired++)
        {
            var path = repaired & (paths.Length - 1);
            var points = paths[path];
            if (_inputs.Web is { } web) points[App.Web] = WebPoints(web, medians[path], repaired);
            points[App.Streaming] = streams[Has(repaired, Cause.Speed) ? 1 : 0];
            var outageRepaired = Has(repaired, Cause.Outage);
            points[App.Availability] = AvailabilityPoints(outageRepaired ? 0 : _inputs.Day is { } day ? Share(day, 0) : Outage(0));
            scores[repaired] = CompositeScore.Of(_inputs.Persona, points, outageRepaired ? 0 : Outage(0)).Value ?? 0;
        }
    }

    // Each application sees its own metrics only: a page that fails says so by its own share, not by the packets lost under it.
    private void PathPoints(ref AppPointsSet points, in HopQuality path, double burst)
    {
        var line = new Metrics
        {
            [Metric.Qmin] = path.Qmin,
            [Metric.Q50] = path.Q50,
            [Metric.Q95] = path.Q95,
            [Metric.Q99] = path.Q99,
            [Metric.Loss] = path.Loss,
            [Metric.Late] = path.Late,
            [Metric.Burst] = burst,
        };
        points[App.Voice] = VoiceScore.Of(line)?.Points;
        points[App.VideoCall] = AppScores.PointsOf(_profile, App.VideoCall, line);
        points[App.Gaming] = AppScores.PointsOf(_profile, App.Gaming, line);
    }

    private double? WebPoints(in WebTransaction web, double median, int repaired)
    {
        var transferFloor = Math.Min(_transfer, web.TransferFloor);
        var think = Has(repaired, Cause.Server) ? Math.Min(web.Think, web.ThinkFloor) : web.Think;
        var total = web.RoundTrips * median / 1000 + think + transferFloor + (Has(repaired, Cause.Speed) ? 0 : _transfer - transferFloor);
        // Transactions over a path that was down failed by its loss, whatever the server did.
        var failing = web.FailsAt == Segment.Service ? Cause.Server : Cause.Loss;
        return WebPoints(repaired == 0 ? web.T75 : Math.Min(total, web.T75), Has(repaired, failing) ? 0 : web.FailShare);
    }

    private double? WebPoints(double t75, double fail) =>
        AppScores.PointsOf(_profile, App.Web, new Metrics { [Metric.T75] = Math.Max(t75, FastestTransaction), [Metric.Fail] = fail });

    private double? StreamPoints(in StreamSession stream, bool healthy) => AppScores.PointsOf(_profile, App.Streaming, new Metrics
    {
        [Metric.Startup] = healthy ? Math.Min(stream.Startup, HealthyStartupSeconds) : stream.Startup,
        [Metric.Stall] = healthy ? 0 : stream.Stall,
        [Metric.Rate] = healthy ? Math.Max(stream.Rate, HealthyRate) : stream.Rate,
    });

    private double? AvailabilityPoints(double share) => _inputs.AvailabilityKnown ? AvailabilityScore.Points(_profile.Availability, share) : null;

    private HopQuality Repair(HopQuality path, int repaired)
    {
        if (Has(repaired, Cause.Delay))
        {
            var excess = Math.Max(0, path.Q50 - FloorOfTheWay());
            path = path with
            {
                Qmin = Math.Max(0, path.Qmin - excess),
                Q50 = Math.Max(0, path.Q50 - excess),
                Q95 = Math.Max(0, path.Q95 - excess),
                Q99 = Math.Max(0, path.Q99 - excess),
            };
        }

        if (Has(repaired, Cause.Tail))
            path = path with { Q95 = Math.Min(path.Q95, path.Q50 + HealthyTail95Ms), Q99 = Math.Min(path.Q99, path.Q50 + HealthyTail99Ms), Late = 0 };
        return Has(repaired, Cause.Loss) ? path with { Loss = 0 } : path;
    }

    private double FloorOfTheWay()
    {
        var floor = 0.0;
        for (var i = 0; i < Segments; i++) floor += Math.Min(_floors[i], _segments[i].Q50);
        return floor;
    }

    private double Outage(int healthy) => Share(new OutageTime(_inputs.OutageSeconds, _inputs.ObservedSeconds), healthy);

    private static double Share(in OutageTime time, int healthy)
    {
        var seconds = 0.0;
        for (var i = 0; i < Segments; i++) seconds += (healthy & (1 << i)) != 0 ? 0 : time.OutageSeconds[i];
        return seconds / time.ObservedSeconds;
    }

    // A thousand milliseconds for all packets lost, and the spread: the worst of them holds a transfer up. The first of equals.
    private static int WebBottleneck(in BySegment<HopQuality> segments)
    {
        var worst = 0;
        for (var i = 1; i < Segments; i++)
        {
            if (Hindrance(segments[i]) > Hindrance(segments[worst])) worst = i;
        }

        return worst;
    }

    private static double Hindrance(in HopQuality segment) => 1000 * segment.Loss + segment.Q95 - segment.Qmin;

    private static bool Holds(int healthy, Segment segment) => (healthy & (1 << ((int)segment - 1))) != 0;

    private static bool Has(int mask, Cause cause) => (mask & (1 << (int)cause)) != 0;
}
