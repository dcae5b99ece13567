namespace EdgeProbe.Probers.Http;

/// <summary>How resources are fetched.</summary>
public sealed record HttpOptions
{
    /// <summary>Longest wait for the whole: names, redirects and body included. 100 ms to 60 s; default 10 s, when most people have left.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Octets of the largest body that is read to its end. 1 KiB to 64 MiB; default 1 MiB.</summary>
    public int MaxBody { get; init; } = 1024 * 1024;

    /// <summary>Redirects that are followed. 0 to 20; default 5.</summary>
    public int MaxRedirects { get; init; } = 5;

    /// <summary>Checks at the same time; further ones wait, and their wait is not measured. 1 to 32; default 4.</summary>
    public int AtOnce { get; init; } = 4;

    /// <summary>PEM file of the only authorities to trust; null (the default) trusts those of <see cref="CaDirectory"/>.</summary>
    public string? CaFile { get; init; }

    /// <summary>
    /// Directory of authorities, named by hash as update-ca-certificates leaves it. Default /etc/ssl/certs. Read one by one as needed:
    /// the same authorities in one file would all be parsed and kept.
    /// </summary>
    public string CaDirectory { get; init; } = "/etc/ssl/certs";

    /// <summary>Whether HTTP/2 is offered over TLS; default false: one resource on a connection of its own gains nothing by it.</summary>
    public bool Http2 { get; init; }

    /// <summary>What servers are told of us.</summary>
    public string UserAgent { get; init; } = $"edgeprobe/{typeof(HttpOptions).Assembly.GetName().Version?.ToString(3)}";

    public IEnumerable<string> Problems()
    {
        if (Timeout < TimeSpan.FromMilliseconds(100) || Timeout > TimeSpan.FromSeconds(60))
            yield return $"http.timeout is {Timeout}; it must lie between 100 ms and 60 s";
        if (MaxBody is < 1024 or > 64 * 1024 * 1024) yield return $"http.maxBody is {MaxBody}; it must lie between 1024 and 67108864";
        if (MaxRedirects is < 0 or > 20) yield return $"http.maxRedirects is {MaxRedirects}; it must lie between 0 and 20";
        if (AtOnce is < 1 or > 32) yield return $"http.atOnce is {AtOnce}; it must lie between 1 and 32";
        if (CaFile is not null && !File.Exists(CaFile)) yield return $"http.caFile is {CaFile}; there is no such file";
        if (CaFile is null && !Directory.Exists(CaDirectory))
            yield return $"http.caDirectory is {CaDirectory}; there is no such directory: apt-get install ca-certificates";
        if (UserAgent.AsSpan().ContainsAny('\r', '\n')) yield return "http.userAgent holds a line break; remove it";
    }
}
