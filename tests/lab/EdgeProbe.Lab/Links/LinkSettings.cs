namespace EdgeProbe.Lab.Links;

/// <summary>How far from <see cref="LinkSettings.Delay"/> single packets stray.</summary>
public enum JitterShape : byte
{
    /// <summary>Gaussian around the delay with the jitter as its standard deviation, cut at no delay at all.</summary>
    Normal,

    /// <summary>Added to the delay, exponential with the jitter as its mean: the delay is a floor, as on a line with cross traffic.</summary>
    Exponential,
}

/// <summary>
/// What one direction of a link does to packets, in this order: loss, rate and queue, delay and jitter, reordering, duplication and
/// corruption. Shares are 0 to 1. The default does nothing.
/// </summary>
public sealed record LinkSettings
{
    /// <summary>One way. 0 to 10 s.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>Spread of the delay, by <see cref="Shape"/>. 0 to 1 s. Packets keep their order under it, as in a queue.</summary>
    public TimeSpan Jitter { get; init; }

    public JitterShape Shape { get; init; }

    /// <summary>Share of packets lost one by one; in a Gilbert-Elliott link the loss of its good state.</summary>
    public double Loss { get; init; }

    /// <summary>Gilbert-Elliott: chance per packet to go from the good state to the bad one; 0 switches bursts off.</summary>
    public double BurstEnter { get; init; }

    /// <summary>Gilbert-Elliott: chance per packet to go back; its inverse is the mean length of a burst in packets.</summary>
    public double BurstLeave { get; init; } = 0.25;

    /// <summary>Gilbert-Elliott: share of packets lost in the bad state.</summary>
    public double BurstLoss { get; init; } = 1;

    /// <summary>Share of packets held back by <see cref="ReorderBy"/>, so that later ones overtake them.</summary>
    public double Reorder { get; init; }

    /// <summary>How long a reordered packet waits beyond the others. 0 to 10 s.</summary>
    public TimeSpan ReorderBy { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>Share of packets delivered twice.</summary>
    public double Duplicate { get; init; }

    /// <summary>Share of packets with one bit of their last byte flipped: the receiver's checksum notices.</summary>
    public double Corrupt { get; init; }

    /// <summary>Bits of IP packets a second, 0 for no limit; else 8 kbit/s to 10 Gbit/s.</summary>
    public long Rate { get; init; }

    /// <summary>Bytes that may wait for <see cref="Rate"/>; what finds the queue full is dropped and counted. 1500 to 64 MB.</summary>
    public int Queue { get; init; } = 150_000;

    /// <summary>Share of packets lost in the long run: of the good and the bad state, each weighted with the time spent in it.</summary>
    public double MeanLoss => BurstEnter <= 0 ? Loss : (BurstEnter * BurstLoss + BurstLeave * Loss) / (BurstEnter + BurstLeave);

    public IEnumerable<string> Problems()
    {
        foreach (var (name, value) in Shares())
            if (!(value is >= 0 and <= 1)) yield return $"{name} is {value}; it must lie between 0 and 1 (0 % and 100 %)";
        foreach (var (name, value, most) in Durations())
            if (value < TimeSpan.Zero || value > most) yield return $"{name} is {value.TotalMilliseconds} ms; it must lie between 0 and {most.TotalSeconds} s";
        if (BurstEnter > 0 && BurstLeave <= 0) yield return "burst-leave is 0; a burst that is entered must be left: give it a share above 0";
        if (Rate != 0 && Rate is < 8_000 or > 10_000_000_000) yield return $"rate is {Rate} bit/s; it must be 0 or lie between 8 kbit and 10 gbit";
        if (Queue is < 1500 or > 64_000_000) yield return $"queue is {Queue} bytes; it must lie between 1500 and 64 MB";
    }

    private (string Name, double Value)[] Shares() =>
    [
        ("loss", Loss), ("burst-enter", BurstEnter), ("burst-leave", BurstLeave), ("burst-loss", BurstLoss),
        ("reorder", Reorder), ("duplicate", Duplicate), ("corrupt", Corrupt),
    ];

    private (string Name, TimeSpan Value, TimeSpan Most)[] Durations() =>
    [
        ("delay", Delay, TimeSpan.FromSeconds(10)), ("jitter", Jitter, TimeSpan.FromSeconds(1)), ("reorder-by", ReorderBy, TimeSpan.FromSeconds(10)),
    ];
}
