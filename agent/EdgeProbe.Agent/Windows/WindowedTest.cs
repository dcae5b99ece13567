namespace EdgeProbe.Agent.Windows;

/// <summary>What the window stage must know of a test.</summary>
internal sealed record WindowedTest
{
    public required uint Alias { get; init; }

    public required Kind Kind { get; init; }

    /// <summary>The longest that one attempt takes; its window waits for it that long and half a second more.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>Addresses that the target's name has and how many of them answer, asked when a window closes.</summary>
    public Func<(int Addresses, int Answering)> Addresses { get; init; } = static () => default;

    /// <summary>Round trips of packets, whose delay is the path's and not a server's work.</summary>
    public bool IsRoundTrip => Kind is Kind.Icmp or Kind.Stamp or Kind.Tcp;

    /// <summary>Whether slots of this test say something about availability; a resolver or a path walk is no target of that rule.</summary>
    public bool HasSlots => IsRoundTrip || Kind == Kind.Http;
}
