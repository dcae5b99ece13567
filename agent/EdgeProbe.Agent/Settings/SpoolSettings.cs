namespace EdgeProbe.Agent.Settings;

/// <summary>Where samples wait until the collector has said that they are stored.</summary>
internal sealed record SpoolSettings
{
    /// <summary>Default: systemd's state directory, else /var/lib/edgeprobe.</summary>
    public string Directory { get; init; } = Environment.GetEnvironmentVariable("STATE_DIRECTORY") ?? "/var/lib/edgeprobe";

    /// <summary>On the card. 1 MiB to 1 GiB; default 16 MiB, about three days of the default plan without a collector.</summary>
    public long MaxBytes { get; init; } = 16 << 20;

    /// <summary>In memory. 64 KiB to 8 MiB; default 1 MiB: what is kept when the card is gone.</summary>
    public long MaxMemoryBytes { get; init; } = 1 << 20;

    /// <summary>How long a sample waits for its acknowledgement before it is written to the card. 1 s to 600 s; default 60 s.</summary>
    public int WriteAfterSeconds { get; init; } = 60;

    public IEnumerable<string> Problems() =>
    [
        .. Directory.Length == 0 ? ["spool.directory is empty; name a directory, for example /var/lib/edgeprobe"] : Array.Empty<string>(),
        .. Bounds.Problem("spool.maxBytes", MaxBytes, 1 << 20, 1 << 30),
        .. Bounds.Problem("spool.maxMemoryBytes", MaxMemoryBytes, 64 << 10, 8 << 20),
        .. Bounds.Problem("spool.writeAfterSeconds", WriteAfterSeconds, 1, 600),
    ];
}

internal sealed record WindowSettings
{
    /// <summary>10, 20, 30 or 60 s; default 10 s, two slots of the availability rule.</summary>
    public int LengthSeconds { get; init; } = 10;

    public IEnumerable<string> Problems()
    {
        if (LengthSeconds is not (10 or 20 or 30 or 60))
            yield return $"window.lengthSeconds is {LengthSeconds}; it must be 10, 20, 30 or 60, so that windows fill a minute";
    }
}
