using EdgeProbe.Contract;

namespace EdgeProbe.Agent.Uplink;

internal sealed record UplinkOptions
{
    public required ProbeId Probe { get; init; }

    /// <summary>How long an acknowledgement is waited for before a batch is sent again. Default 30 s: collectors answer within one.</summary>
    public TimeSpan AckTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Batches sent and not yet stored, end to end: the brake when a collector is slow. Default 8.</summary>
    public int Window { get; init; } = 8;

    /// <summary>Places of the window that only what has just been measured may take, so that a replay never delays the present. Default 2.</summary>
    public int LivePlaces { get; init; } = 2;

    /// <summary>Older samples, and those sent again, are marked as replay. Default 60 s.</summary>
    public TimeSpan LiveLimit { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Pause after the broker refused a publish. Default 30 s: rights are changed by people.</summary>
    public TimeSpan PauseWhenRefused { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Pause after nobody was subscribed. Default 5 s: a collector that restarts is back soon.</summary>
    public TimeSpan PauseWhenUnheard { get; init; } = TimeSpan.FromSeconds(5);
}
