using System.Numerics;
using EdgeProbe.Collector.Store;
using EdgeProbe.Scoring.Blame;

namespace EdgeProbe.Collector.Scores;

/// <summary>
/// The lowest delays of a week: what each segment of the way takes when nothing waits in it, so distance and serialisation. Of the day that is
/// running only what was measured up to a moment counts there, so that a minute's blame does not depend on what came after it. A week is the
/// running day and the seven before it. A lowest value never grows with more rows, so their order does not matter. Not thread-safe.
/// </summary>
internal sealed class FloorHistory
{
    public const int DaysBefore = 7;

    private const int Points = BySegment<double>.Count;

    private readonly Dictionary<long, PerSegment> _stored = [];

    // For the newest days: each point's new lows as they came, in milliseconds; both later and lower than the one before.
    private readonly Dictionary<long, List<Low>> _lows = [];

    /// <summary>A day out of the store; what rows say of it beside that is added.</summary>
    public void Restore(long dayMs, PerSegment floorsMs) => _stored[dayMs] = floorsMs;

    /// <summary>Takes a row of the ladder, and leaves any other.</summary>
    /// <returns>Whether minutes from the row's own on may now have a lower floor.</returns>
    public bool Take(WindowRow row)
    {
        if (!row.TimeTrusted || row.Sample.Delays.Count == 0 || row.Test.Segment is < Segment.Lan or > Segment.Service) return false;
        if (!Ladder.IsOn(row.Test, row.Test.Segment)) return false;
        var day = DayOf(row.StartMs);
        if (!_lows.TryGetValue(day, out var lows)) _lows[day] = lows = [];
        return Insert(lows, new Low((byte)(row.Test.Segment - 1), row.StartMs, row.Sample.Delays.Min / 1000.0));
    }

    /// <summary>Drops what no week needs any more.</summary>
    public void ForgetBefore(long dayMs)
    {
        foreach (var day in _stored.Keys)
            if (day < dayMs - DaysBefore * ScoreWindow.DayMs) _stored.Remove(day);
        foreach (var day in _lows.Keys)
        {
            if (day >= dayMs - ScoreWindow.DayMs) continue;
            // Yesterday may still be corrected in detail; of an older day its whole is enough.
            if (day >= dayMs - DaysBefore * ScoreWindow.DayMs) _stored[day] = OfDay(day);
            _lows.Remove(day);
        }
    }

    /// <summary>Each segment's lowest delay of a whole day in milliseconds; null where it was not measured by itself.</summary>
    public PerSegment OfDay(long dayMs)
    {
        var made = _lows.TryGetValue(dayMs, out var lows) ? Cut(lows, long.MaxValue) : default;
        if (!_stored.TryGetValue(dayMs, out var stored)) return made;
        return new PerSegment(Lower(made.Lan, stored.Lan), Lower(made.Access, stored.Access), Lower(made.Core, stored.Core), Lower(made.Service, stored.Service));
    }

    /// <summary>
    /// Floors of the week up to a moment in milliseconds, for the segments that a ladder tells apart: those of several that it does not are one,
    /// and stand at the first. Where the week says nothing the ladder's own smallest delays stand in.
    /// </summary>
    public BySegment<double> Of(long endMs, in Ladder ladder)
    {
        Span<PerSegment> days = stackalloc PerSegment[DaysBefore + 1];
        var (today, count) = (DayOf(endMs - 1), 0);
        if (_lows.TryGetValue(today, out var lows)) days[count++] = Cut(lows, endMs);
        for (var day = today - DaysBefore * ScoreWindow.DayMs; day < today; day += ScoreWindow.DayMs)
            if (_lows.ContainsKey(day) || _stored.ContainsKey(day)) days[count++] = OfDay(day);

        var own = SegmentLadder.Cut(SegmentLadder.Filled(ladder.Points, ladder.Measured));
        var floors = default(BySegment<double>);
        for (int first = 0, last; first < Points; first = last + 1)
        {
            last = first;
            while ((ladder.Measured & (1 << last)) == 0) last++;
            floors[first] = Lowest(days[..count], first, last) ?? Math.Max(0, own[first].Qmin);
        }

        return floors;
    }

    private static long DayOf(long ms) => ms - ms % ScoreWindow.DayMs;

    private static double? Lowest(ReadOnlySpan<PerSegment> days, int first, int last)
    {
        double? lowest = null;
        foreach (var day in days)
        {
            // A day that did not measure where these segments begin and end cannot say how long they are.
            if (day[first] is null || (last + 1 < Points && day[last + 1] is null)) continue;
            var sum = 0.0;
            for (var i = first; i <= last; i++) sum += day[i] ?? 0;
            lowest = Lower(lowest, sum);
        }

        return lowest;
    }

    private static double? Lower(double? a, double? b) => a is null ? b : b is null ? a : Math.Min(a.Value, b.Value);

    // The lowest delay to each point, far to near as the ladder is clamped, and the differences; the segment behind a point that was not
    // measured is part of the one before it.
    private static PerSegment Cut(List<Low> lows, long beforeMs)
    {
        Span<double> points = stackalloc double[Points];
        points.Fill(double.PositiveInfinity);
        foreach (var low in lows)
            if (low.StartMs < beforeMs) points[low.Point] = Math.Min(points[low.Point], low.Ms);

        var measured = 0;
        for (var (i, behind) = (Points - 1, double.PositiveInfinity); i >= 0; i--)
        {
            if (double.IsPositiveInfinity(points[i])) continue;
            points[i] = behind = Math.Min(points[i], behind);
            measured |= 1 << i;
        }

        if (measured == 0) return default;
        Span<double?> segments = stackalloc double?[Points];
        for (int first = 0, last; first < Points && measured >> first != 0; first = last + 1)
        {
            last = first + BitOperations.TrailingZeroCount(measured >> first);
            segments[first] = points[last] - (first == 0 ? 0 : points[first - 1]);
        }

        return new PerSegment(segments[0], segments[1], segments[2], segments[3]);
    }

    private static bool Insert(List<Low> lows, Low low)
    {
        var at = lows.Count;
        for (var i = 0; i < lows.Count; i++)
        {
            if (lows[i].Point == low.Point && lows[i].StartMs <= low.StartMs && lows[i].Ms <= low.Ms) return false;
        }

        while (at > 0 && lows[at - 1].StartMs > low.StartMs) at--;
        for (var i = lows.Count - 1; i >= 0; i--)
        {
            if (lows[i].Point != low.Point || lows[i].StartMs < low.StartMs || lows[i].Ms < low.Ms) continue;
            lows.RemoveAt(i);
            if (i < at) at--;
        }

        lows.Insert(at, low);
        return true;
    }

    private readonly record struct Low(byte Point, long StartMs, double Ms);
}
