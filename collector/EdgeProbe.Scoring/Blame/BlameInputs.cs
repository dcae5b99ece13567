using EdgeProbe.Scoring.Profiles;

namespace EdgeProbe.Scoring.Blame;

/// <summary>What was measured in one scoring window, as far as blame needs it.</summary>
public sealed record BlameInputs
{
    public required Persona Persona { get; init; }

    /// <summary>Gateway, access edge, core edge and service, cumulative, measured from the probe.</summary>
    public required BySegment<HopQuality> Cumulative { get; init; }

    /// <summary>Each segment's lowest delay of a week in milliseconds: distance and serialisation, which nobody can repair.</summary>
    public required BySegment<double> FloorsMs { get; init; }

    /// <summary>Burst ratio of the end-to-end loss, at least 1.</summary>
    public double Burst { get; init; } = 1;

    public required WebTransaction Web { get; init; }

    public required StreamSession Stream { get; init; }

    /// <summary>Seconds of outage laid at each segment, out of <see cref="ObservedSeconds"/>.</summary>
    public required BySegment<double> OutageSeconds { get; init; }

    public required double ObservedSeconds { get; init; }
}

/// <summary>A web transaction in seconds: its P75, the server's thinking time and its floor, the floor of the transfer, and the failed share.</summary>
/// <param name="RoundTrips">Round trips that a transaction takes.</param>
public readonly record struct WebTransaction(double T75, double RoundTrips, double Think, double ThinkFloor, double TransferFloor, double FailShare);

/// <summary>A stream: seconds until it plays, stalled share, rate in Mbit/s, and the segment that limits it.</summary>
public readonly record struct StreamSession(double Startup, double Stall, double Rate, Segment Bottleneck);
