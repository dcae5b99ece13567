namespace EdgeProbe.Collector.Store;

/// <summary>
/// One number for each segment of the way, home outward; null where the segment was not measured by itself. The unit is that of whoever
/// holds it (points of a score, milliseconds of a floor).
/// </summary>
public readonly record struct PerSegment(double? Lan, double? Access, double? Core, double? Service)
{
    /// <summary>Names of the four, in their order; so they are called in the stores and in the API.</summary>
    public static IReadOnlyList<string> Names { get; } = ["lan", "access", "core", "service"];

    /// <param name="segment">0 to 3 in the order of <see cref="Names"/>.</param>
    public double? this[int segment] => segment switch
    {
        0 => Lan,
        1 => Access,
        2 => Core,
        3 => Service,
        _ => throw new ArgumentOutOfRangeException(nameof(segment), segment, "a way has four segments"),
    };

    /// <param name="read">Gives the number of a segment, by its name.</param>
    public static PerSegment Of(Func<string, double?> read) => new(read(Names[0]), read(Names[1]), read(Names[2]), read(Names[3]));
}

/// <summary>Points of 100 that each kind of trouble cost, over all segments together.</summary>
public readonly record struct PerCause(double Delay, double Tail, double Loss, double Speed, double Server, double Outage)
{
    /// <summary>Names of the six, in their order; so they are called in the stores and in the API.</summary>
    public static IReadOnlyList<string> Names { get; } = ["delay", "tail", "loss", "speed", "server", "outage"];

    /// <param name="cause">0 to 5 in the order of <see cref="Names"/>.</param>
    public double this[int cause] => cause switch
    {
        0 => Delay,
        1 => Tail,
        2 => Loss,
        3 => Speed,
        4 => Server,
        5 => Outage,
        _ => throw new ArgumentOutOfRangeException(nameof(cause), cause, "there are six kinds of trouble"),
    };

    /// <summary>Null when any of them is not known: they are made together.</summary>
    /// <param name="read">Gives the points of a cause, by its name.</param>
    public static PerCause? Of(Func<string, double?> read) =>
        read(Names[0]) is { } delay && read(Names[1]) is { } tail && read(Names[2]) is { } loss
        && read(Names[3]) is { } speed && read(Names[4]) is { } server && read(Names[5]) is { } outage
            ? new PerCause(delay, tail, loss, speed, server, outage)
            : null;
}
