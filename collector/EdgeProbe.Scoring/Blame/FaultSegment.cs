namespace EdgeProbe.Scoring.Blame;

/// <summary>Which part of the way is down, when one is.</summary>
public readonly record struct FaultVerdict(FaultVerdictKind Kind, Segment First, Segment Last)
{
    /// <summary>"none", "unknown", a segment, or two or more joined by "+" when a hop between them was not measured.</summary>
    public override string ToString() => Kind switch
    {
        FaultVerdictKind.None => "none",
        FaultVerdictKind.Unknown => "unknown",
        _ => new SegmentShare(First, Last, 0).Name,
    };
}

public enum FaultVerdictKind : byte { None, Unknown, Down }

/// <summary>
/// The segment that an outage lies in: the first point, from the gateway outward, that loses more than half. A silent hop in front of a
/// working service is innocent: no hop is worse than what lies behind it.
/// </summary>
public static class FaultSegment
{
    private const double DownAbove = 0.5;

    /// <param name="loss">Cumulative loss shares seen at gateway, access edge, core edge and service; null where nothing was measured.</param>
    public static FaultVerdict Of(ReadOnlySpan<double?> loss)
    {
        if (loss.Length != 4) throw new ArgumentException("the ladder has four points: gateway, access, core, service", nameof(loss));
        if (loss[3] is not { } service) return new FaultVerdict(FaultVerdictKind.Unknown, default, default);
        Span<double?> clamped = [loss[0], loss[1], loss[2], service];
        var behind = service;
        for (var i = 2; i >= 0; i--)
        {
            if (clamped[i] is not { } here) continue;
            behind = Math.Min(here, behind);
            clamped[i] = behind;
        }

        if (service <= DownAbove) return new FaultVerdict(FaultVerdictKind.None, default, default);
        var down = 0;
        while (clamped[down] is not > DownAbove) down++;
        var first = down;
        while (first > 0 && clamped[first - 1] is null) first--;
        return new FaultVerdict(FaultVerdictKind.Down, (Segment)(first + 1), (Segment)(down + 1));
    }
}
