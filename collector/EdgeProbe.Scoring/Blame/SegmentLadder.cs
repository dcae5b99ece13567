using System.Runtime.CompilerServices;

namespace EdgeProbe.Scoring.Blame;

/// <summary>Delays in milliseconds of round-trip time, and shares 0 to 1, of one point of the ladder or of one segment between two.</summary>
public readonly record struct HopQuality(double Qmin, double Q50, double Q95, double Q99, double Loss, double Late)
{
    /// <summary>The better of both in every respect.</summary>
    public static HopQuality Best(HopQuality a, HopQuality b) => new(
        Math.Min(a.Qmin, b.Qmin), Math.Min(a.Q50, b.Q50), Math.Min(a.Q95, b.Q95), Math.Min(a.Q99, b.Q99), Math.Min(a.Loss, b.Loss), Math.Min(a.Late, b.Late));

    /// <summary>What lies between the point before and this one: delays subtract, delivery shares divide.</summary>
    public HopQuality Beyond(HopQuality before) => new(
        Qmin - before.Qmin, Q50 - before.Q50, Q95 - before.Q95, Q99 - before.Q99, ShareBeyond(Loss, before.Loss), ShareBeyond(Late, before.Late));

    private static double ShareBeyond(double here, double before) => before >= 1 ? 0 : 1 - (1 - here) / (1 - before);
}

/// <summary>One value for each segment, home outward: lan, access, core, service.</summary>
[InlineArray(Count)]
public struct BySegment<T>
{
    public const int Count = 4;
    private T _first;
}

/// <summary>
/// The way cut into segments. A hop is never worse than what lies behind it, which clears hops that answer their own pings slowly; sums and
/// products of the segments return the end-to-end values exactly. Differences of quantiles only approximate a de-convolution.
/// </summary>
public static class SegmentLadder
{
    /// <summary>
    /// A point that was not measured stands where the next measured one stands, so that its segment holds the whole way to that and the
    /// segment behind it holds nothing.
    /// </summary>
    /// <param name="measured">A bit for each point, gateway first.</param>
    public static BySegment<HopQuality> Filled(in BySegment<HopQuality> cumulative, int measured)
    {
        var filled = cumulative;
        for (var i = BySegment<HopQuality>.Count - 2; i >= 0; i--)
            if ((measured & (1 << i)) == 0) filled[i] = filled[i + 1];
        return filled;
    }

    /// <param name="cumulative">Gateway, access edge, core edge, service, each measured from the probe.</param>
    public static BySegment<HopQuality> Cut(in BySegment<HopQuality> cumulative)
    {
        var clamped = cumulative;
        for (var i = BySegment<HopQuality>.Count - 2; i >= 0; i--) clamped[i] = HopQuality.Best(clamped[i], clamped[i + 1]);
        var segments = default(BySegment<HopQuality>);
        for (var i = 0; i < BySegment<HopQuality>.Count; i++) segments[i] = clamped[i].Beyond(i == 0 ? default : clamped[i - 1]);
        return segments;
    }

    /// <summary>
    /// End to end again, with the segments of a mask healthy: such a segment delays no more than its floor (distance and serialisation) and
    /// loses nothing.
    /// </summary>
    public static HopQuality Join(in BySegment<HopQuality> segments, in BySegment<double> floors, int healthy)
    {
        double qmin = 0, q50 = 0, q95 = 0, q99 = 0, delivered = 1, timely = 1;
        for (var i = 0; i < BySegment<HopQuality>.Count; i++)
        {
            var well = (healthy & (1 << i)) != 0;
            var limit = well ? floors[i] : double.PositiveInfinity;
            qmin += Math.Min(limit, segments[i].Qmin);
            q50 += Math.Min(limit, segments[i].Q50);
            q95 += Math.Min(limit, segments[i].Q95);
            q99 += Math.Min(limit, segments[i].Q99);
            if (well) continue;
            delivered *= 1 - segments[i].Loss;
            timely *= 1 - segments[i].Late;
        }

        q95 = Math.Max(q95, q50);
        return new HopQuality(qmin, q50, q95, Math.Max(q99, q95), 1 - delivered, 1 - timely);
    }
}
