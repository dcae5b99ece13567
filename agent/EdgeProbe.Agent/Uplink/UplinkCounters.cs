using EdgeProbe.Mqtt;

namespace EdgeProbe.Agent.Uplink;

/// <summary>How the uplink fares, for people.</summary>
internal readonly record struct UplinkCounters
{
    public required LinkState Link { get; init; }

    public required int CollectorsOnline { get; init; }

    /// <summary>Batches on their way to a store.</summary>
    public required int UnderWay { get; init; }

    /// <summary>Samples that the broker has taken for a subscriber, those sent again included.</summary>
    public required long Published { get; init; }

    /// <summary>Samples that the collector has called stored.</summary>
    public required long Stored { get; init; }

    /// <summary>Batches sent more than once.</summary>
    public required long Resent { get; init; }

    /// <summary>Messages to this probe that were not what their topic promises.</summary>
    public required long Malformed { get; init; }

    public required DateTimeOffset? LastAck { get; init; }
}
