using EdgeProbe.Scoring.Profiles;

namespace EdgeProbe.Scoring.Blame;

/// <summary>What was measured in one scoring window, as far as blame needs it.</summary>
public sealed record BlameInputs
{
    /// <summary>All four points of the ladder.</summary>
    public const int AllMeasured = (1 << BySegment<double>.Count) - 1;

    public required Persona Persona { get; init; }

    /// <summary>
    /// Gateway, access edge, core edge and service, cumulative, measured from the probe. The last is what the applications are judged by. A
    /// point that was not measured may hold anything.
    /// </summary>
    public required BySegment<HopQuality> Cumulative { get; init; }

    /// <summary>
    /// A bit for each point that was measured, gateway first. Behind a point that was not, the segment cannot be told from the one before:
    /// both are blamed as one. The service must be measured.
    /// </summary>
    public int Measured { get; init; } = AllMeasured;

    /// <summary>
    /// Each segment's lowest delay of a week in milliseconds: distance and serialisation, which nobody can repair. Of segments that are
    /// blamed as one the floor stands at the first.
    /// </summary>
    public required BySegment<double> FloorsMs { get; init; }

    /// <summary>
    /// True to count what a repair would harm as no repair: a shorter minimum with the same tail is a larger jitter buffer, and so a healthy
    /// segment can cost a fraction of a point. Then no share is negative. The specification's cases are computed without.
    /// </summary>
    public bool RepairNeverHarms { get; init; }

    /// <summary>Burst ratio of the end-to-end loss, at least 1.</summary>
    public double Burst { get; init; } = 1;

    /// <summary>Null when no transaction was measured: the application drops out.</summary>
    public required WebTransaction? Web { get; init; }

    /// <summary>Null when no stream was measured: the application drops out.</summary>
    public required StreamSession? Stream { get; init; }

    /// <summary>Seconds of outage in the window, laid at each segment, out of <see cref="ObservedSeconds"/>.</summary>
    public required BySegment<double> OutageSeconds { get; init; }

    /// <summary>Above 0.</summary>
    public required double ObservedSeconds { get; init; }

    /// <summary>What availability is judged by when it is another time than the window: the trailing day. Null when it is the window itself.</summary>
    public OutageTime? Day { get; init; }

    /// <summary>False when too little was observed to speak of availability: the application drops out.</summary>
    public bool AvailabilityKnown { get; init; } = true;
}

/// <summary>Seconds of outage laid at each segment, out of the seconds observed (above 0).</summary>
public readonly record struct OutageTime(BySegment<double> OutageSeconds, double ObservedSeconds);

/// <summary>A web transaction in seconds: its P75, the server's thinking time and its floor, the floor of the transfer, and the failed share.</summary>
/// <param name="RoundTrips">Round trips that a transaction takes.</param>
/// <param name="FailsAt">Whose failures they are: the service's, unless the path itself was down.</param>
public readonly record struct WebTransaction(
    double T75, double RoundTrips, double Think, double ThinkFloor, double TransferFloor, double FailShare, Segment FailsAt = Segment.Service);

/// <summary>A stream: seconds until it plays, stalled share, rate in Mbit/s, and the segment that limits it.</summary>
public readonly record struct StreamSession(double Startup, double Stall, double Rate, Segment Bottleneck);
