namespace EdgeProbe.Scoring.Blame;

public enum VerdictKind : byte
{
    /// <summary>Nothing is known, so nothing is said: neither that all is well nor that somebody failed.</summary>
    Unknown,

    /// <summary>Nobody is to blame: no part of the way cost a point.</summary>
    Nobody,

    /// <summary>One part of the way is.</summary>
    Segment,

    /// <summary>Points were lost, and the evidence does not say where.</summary>
    CannotTell,
}

/// <summary>Whether an access line has its trouble alone.</summary>
public enum VerdictScope : byte
{
    /// <summary>No neighbours that could tell, or they disagree.</summary>
    Unknown,

    /// <summary>The neighbours on the same access node are well: it is this line.</summary>
    Line,

    /// <summary>Neighbours on the same access node have it too.</summary>
    Node,
}

/// <summary>Another line on the same access node, as it is scored now.</summary>
/// <param name="Name">Whatever names it to the reader.</param>
/// <param name="AccessPoints">Points that its own access line cost it; null when that could not be cut out.</param>
public sealed record Neighbour(string Name, ScoreState State, double? Score, double? AccessPoints);

/// <summary>A neighbour whose word counted.</summary>
/// <param name="Confirms">True: its access line has the trouble too. False: its access line is well.</param>
public sealed record Witness(string Name, bool Confirms, double? Score, double AccessPoints);

/// <summary>
/// Which part of the way cost this customer most, as far as the evidence goes, and who was heard. By the rule of score-profile/1: the largest
/// share of at least one point, and three points ahead of the next; neighbours on the same access node confirm or absolve it.
/// </summary>
public sealed record Verdict(VerdictKind Kind)
{
    /// <summary>Points under which nobody is blamed.</summary>
    public const double LeastPoints = 1;

    /// <summary>Points by which the largest share must be ahead of the next to be named.</summary>
    public const double ClearLead = 3;

    /// <summary>Neighbours who have it too, for it to be the node: three probes that share one make one incident, this one and two more.</summary>
    public const int FewestConfirming = 2;

    /// <summary>Neighbours who are well, for it to be this line alone.</summary>
    public const int FewestAbsolving = 3;

    /// <summary>Share of the neighbours heard, 0 to 1, who must have it: one line card of several, so not all lines of a node.</summary>
    public const double LeastConfirmingShare = 0.2;

    public static Verdict Unknown { get; } = new(VerdictKind.Unknown);

    /// <summary>The largest share, whatever the kind; null when there is none.</summary>
    public SegmentShare? Largest { get; init; }

    /// <summary>The next one; null when there is none of at least a point.</summary>
    public SegmentShare? RunnerUp { get; init; }

    /// <summary>Of a verdict that names the access line.</summary>
    public VerdictScope Scope { get; init; }

    public IReadOnlyList<Witness> Witnesses { get; init; } = [];

    public int Confirming => Witnesses.Count(witness => witness.Confirms);

    public int Absolving => Witnesses.Count - Confirming;

    /// <summary>True when only the neighbours made it clear.</summary>
    public bool IsByNeighbours { get; init; }

    /// <summary>True when nobody is named because too little was measured.</summary>
    public bool IsThin { get; init; }

    /// <summary>True when no part of the way cost so much that it could have been named against another.</summary>
    public bool IsMinor => Largest is not { Points: >= ClearLead };

    /// <summary>True when the part of the way is down: more than half of what is sent through it is lost.</summary>
    public bool IsDown { get; init; }

    /// <param name="score">The probe's own.</param>
    /// <param name="shares">What each part of the way cost; empty when the score could not be cut.</param>
    /// <param name="fault">What is down now. It is seen on the ladder itself, so it needs no more data to be said.</param>
    /// <param name="neighbours">Others on the same access node, this line not among them.</param>
    public static Verdict Of(Score score, IReadOnlyList<SegmentShare> shares, FaultVerdict fault, IReadOnlyCollection<Neighbour> neighbours)
    {
        if (score.State is ScoreState.NoData or ScoreState.Stale) return Unknown;
        Witness[] witnesses = [.. neighbours.Select(WitnessOf).OfType<Witness>().OrderBy(witness => witness.Name, StringComparer.Ordinal)];
        var scope = ScopeOf(witnesses);
        SegmentShare[] ordered = [.. shares.OrderByDescending(share => share.Points)];
        if (fault.Kind == FaultVerdictKind.Down) return Down(fault, ordered, scope, witnesses);
        if (score.Value is null || ordered.Length == 0) return Unknown;
        var largest = ordered[0];
        SegmentShare? next = ordered.Length > 1 && ordered[1].Points >= LeastPoints ? ordered[1] : null;
        // Too little data to blame anybody is too little to clear everybody.
        if (score.State == ScoreState.Insufficient) return new Verdict(VerdictKind.CannotTell) { Largest = largest, RunnerUp = next, IsThin = true };
        if (largest.Points < LeastPoints) return new Verdict(VerdictKind.Nobody) { Largest = largest };
        return largest.Points - (next?.Points ?? 0) >= ClearLead || next is null
            ? Named(largest, next, scope, witnesses)
            : Close(ordered, next, scope, witnesses);
    }

    private static Verdict Down(FaultVerdict fault, SegmentShare[] ordered, VerdictScope scope, Witness[] witnesses)
    {
        bool IsInside(SegmentShare share) => share.First <= fault.Last && share.Last >= fault.First;
        var points = ordered.Where(IsInside).Sum(share => share.Points);
        SegmentShare? next = ordered.FirstOrDefault(share => !IsInside(share) && share.Points >= LeastPoints) is { Points: > 0 } other ? other : null;
        return Named(new SegmentShare(fault.First, fault.Last, points), next, scope, witnesses) with { IsDown = true };
    }

    private static Verdict Named(SegmentShare largest, SegmentShare? next, VerdictScope scope, Witness[] witnesses)
    {
        if (!largest.Holds(Segment.Access)) return new Verdict(VerdictKind.Segment) { Largest = largest, RunnerUp = next };
        var narrowed = largest.IsMerged && scope == VerdictScope.Node;
        return new Verdict(VerdictKind.Segment)
        {
            Largest = narrowed ? largest with { First = Segment.Access, Last = Segment.Access } : largest,
            RunnerUp = next,
            Scope = scope,
            Witnesses = witnesses,
            IsByNeighbours = narrowed,
        };
    }

    // Two parts cost about the same. When one is the access line and the neighbours have it too, it is that.
    private static Verdict Close(SegmentShare[] ordered, SegmentShare? next, VerdictScope scope, Witness[] witnesses)
    {
        var access = ordered.Where(share => share.Points > ordered[0].Points - ClearLead && share.Holds(Segment.Access)).ToList();
        if (access.Count == 0 || scope != VerdictScope.Node)
            return new Verdict(VerdictKind.CannotTell) { Largest = ordered[0], RunnerUp = next, Witnesses = access.Count == 0 ? [] : witnesses };
        return Named(access[0], ordered.First(share => share != access[0]), scope, witnesses) with { IsByNeighbours = true };
    }

    private static Witness? WitnessOf(Neighbour neighbour)
    {
        if (neighbour.State < ScoreState.Provisional || neighbour.AccessPoints is not { } points) return null;
        // Between clearly well and clearly hit nobody is a witness.
        return points >= ClearLead ? new Witness(neighbour.Name, true, neighbour.Score, points)
            : points < LeastPoints ? new Witness(neighbour.Name, false, neighbour.Score, points)
            : null;
    }

    private static VerdictScope ScopeOf(Witness[] witnesses)
    {
        var confirming = witnesses.Count(witness => witness.Confirms);
        var enough = confirming >= FewestConfirming && confirming >= LeastConfirmingShare * witnesses.Length;
        if (enough) return VerdictScope.Node;
        return witnesses.Length - confirming >= FewestAbsolving ? VerdictScope.Line : VerdictScope.Unknown;
    }
}
