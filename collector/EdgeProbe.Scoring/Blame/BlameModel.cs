using EdgeProbe.Scoring.Apps;
using EdgeProbe.Scoring.Availability;
using EdgeProbe.Scoring.Composite;
using EdgeProbe.Scoring.Profiles;

namespace EdgeProbe.Scoring.Blame;

/// <summary>What a score could have been, had a segment or a kind of trouble been repaired.</summary>
internal sealed class BlameModel
{
    // A stream whose bottleneck is repaired starts within this, and runs at this rate or better.
    private const double HealthyStartupSeconds = 2;
    private const double HealthyRate = 5;

    // Tails that are no trouble: this much above the median.
    private const double HealthyTail95Ms = 5;
    private const double HealthyTail99Ms = 10;

    private const double FastestTransaction = 0.01;
    private const int Service = 1 << 3;

    private readonly ScoreProfile _profile;
    private readonly BlameInputs _inputs;
    private readonly BySegment<HopQuality> _segments;
    private readonly HopQuality _now;
    private readonly int _webBottleneck;
    private readonly double _transfer;

    public BlameModel(ScoreProfile profile, BlameInputs inputs)
    {
        _profile = profile;
        _inputs = inputs;
        _segments = SegmentLadder.Cut(inputs.Cumulative);
        _now = SegmentLadder.Join(_segments, inputs.FloorsMs, 0);
        _webBottleneck = WebBottleneck();
        // What is left of the transaction after handshakes and server: transfer and its retransmissions.
        _transfer = Math.Max(0, inputs.Web.T75 - inputs.Web.RoundTrips * _now.Q50 / 1000 - inputs.Web.Think);
    }

    /// <summary>Points of the applications with these segments healthy (a bit for each of lan, access, core, service).</summary>
    public AppPointsSet Apps(int healthy, out double outageShare)
    {
        var path = SegmentLadder.Join(_segments, _inputs.FloorsMs, healthy);
        var web = _inputs.Web;
        var think = (healthy & Service) != 0 ? Math.Min(web.Think, web.ThinkFloor) : web.Think;
        var transferFloor = Math.Min(_transfer, web.TransferFloor);
        var excess = (healthy & (1 << _webBottleneck)) != 0 ? 0 : _transfer - transferFloor;
        var total = web.RoundTrips * path.Q50 / 1000 + think + transferFloor + excess;
        outageShare = Outage(healthy);
        return Points(
            path,
            _inputs.Burst,
            healthy == 0 ? web.T75 : Math.Min(total, web.T75),
            (healthy & Service) != 0 ? 0 : web.FailShare,
            (healthy & (1 << ((int)_inputs.Stream.Bottleneck - 1))) != 0,
            outageShare);
    }

    public double Score(int healthy)
    {
        var points = Apps(healthy, out var outage);
        return CompositeScore.Of(_inputs.Persona, points, outage).Value ?? 0;
    }

    /// <summary>The score with whole kinds of trouble repaired end to end (a bit for each <see cref="Cause"/>).</summary>
    public double ScoreWithout(int repaired)
    {
        var path = Repair(_now, repaired);
        var web = _inputs.Web;
        var transferFloor = Math.Min(_transfer, web.TransferFloor);
        var think = Has(repaired, Cause.Server) ? Math.Min(web.Think, web.ThinkFloor) : web.Think;
        var total = web.RoundTrips * path.Q50 / 1000 + think + transferFloor + (Has(repaired, Cause.Speed) ? 0 : _transfer - transferFloor);
        var outage = Has(repaired, Cause.Outage) ? 0 : Outage(0);
        var points = Points(
            path,
            Has(repaired, Cause.Loss) ? 1 : _inputs.Burst,
            repaired == 0 ? web.T75 : Math.Min(total, web.T75),
            Has(repaired, Cause.Server) ? 0 : web.FailShare,
            Has(repaired, Cause.Speed),
            outage);
        return CompositeScore.Of(_inputs.Persona, points, outage).Value ?? 0;
    }

    // Each application sees its own metrics only: a page that fails says so by its own share, not by the packets lost under it.
    private AppPointsSet Points(in HopQuality path, double burst, double t75, double fail, bool streamHealthy, double outageShare)
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
        var web = new Metrics { [Metric.T75] = Math.Max(t75, FastestTransaction), [Metric.Fail] = fail };
        var points = default(AppPointsSet);
        points[App.Voice] = VoiceScore.Of(line)?.Points;
        points[App.VideoCall] = AppScores.Of(_profile, App.VideoCall, line)?.Value;
        points[App.Gaming] = AppScores.Of(_profile, App.Gaming, line)?.Value;
        points[App.Web] = AppScores.Of(_profile, App.Web, web)?.Value;
        points[App.Streaming] = AppScores.Of(_profile, App.Streaming, Stream(streamHealthy))?.Value;
        points[App.Availability] = AvailabilityScore.Points(_profile.Availability, outageShare);
        return points;
    }

    private Metrics Stream(bool healthy) => new()
    {
        [Metric.Startup] = healthy ? Math.Min(_inputs.Stream.Startup, HealthyStartupSeconds) : _inputs.Stream.Startup,
        [Metric.Stall] = healthy ? 0 : _inputs.Stream.Stall,
        [Metric.Rate] = healthy ? Math.Max(_inputs.Stream.Rate, HealthyRate) : _inputs.Stream.Rate,
    };

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
        for (var i = 0; i < BySegment<double>.Count; i++) floor += Math.Min(_inputs.FloorsMs[i], _segments[i].Q50);
        return floor;
    }

    private double Outage(int healthy)
    {
        var seconds = 0.0;
        for (var i = 0; i < BySegment<double>.Count; i++) seconds += (healthy & (1 << i)) != 0 ? 0 : _inputs.OutageSeconds[i];
        return seconds / _inputs.ObservedSeconds;
    }

    // A thousand milliseconds for all packets lost, and the spread: the worst of them holds a transfer up. The first of equals.
    private int WebBottleneck()
    {
        var worst = 0;
        for (var i = 1; i < BySegment<double>.Count; i++)
        {
            if (Hindrance(_segments[i]) > Hindrance(_segments[worst])) worst = i;
        }

        return worst;
    }

    private static double Hindrance(in HopQuality segment) => 1000 * segment.Loss + segment.Q95 - segment.Qmin;

    private static bool Has(int mask, Cause cause) => (mask & (1 << (int)cause)) != 0;
}
