namespace EdgeProbe.Agent.Settings;

/// <summary>Where the samples go. With no <see cref="Ca"/> the connection is plain TCP, which only a loopback broker may have.</summary>
internal sealed record BrokerSettings
{
    public string Host { get; init; } = "";

    /// <summary>1 to 65535; default 8883, MQTT over TLS (IANA).</summary>
    public int Port { get; init; } = 8883;

    /// <summary>PEM file of the authority that signed the broker's certificate.</summary>
    public string? Ca { get; init; }

    public string? Certificate { get; init; }

    public string? Key { get; init; }

    /// <summary>10 s to 600 s; default 30 s: a dead path is noticed within 45 s.</summary>
    public int KeepAliveSeconds { get; init; } = 30;

    public bool IsLoopback => Host is "localhost" || (System.Net.IPAddress.TryParse(Host, out var a) && System.Net.IPAddress.IsLoopback(a));

    public IEnumerable<string> Problems()
    {
        if (Host.Length == 0) yield return "broker.host is missing; name the broker, for example mqtt.example.net";
        if (Port is < 1 or > 65535) yield return $"broker.port is {Port}; it must lie between 1 and 65535";
        if (KeepAliveSeconds is < 10 or > 600) yield return $"broker.keepAliveSeconds is {KeepAliveSeconds}; it must lie between 10 and 600";
        if (Ca is null && Host.Length > 0 && !IsLoopback)
            yield return "broker.ca is missing; only a broker on this machine may be spoken to without TLS, so name the authority's PEM file";
        if (Certificate is null != Key is null)
            yield return Key is null ? "broker.key is missing; a certificate needs its key" : "broker.certificate is missing; a key needs its certificate";
        if (Ca is null && Certificate is not null) yield return "broker.ca is missing; a client certificate is only used with TLS";
        foreach (var problem in FileProblem.Of("broker.ca", Ca)) yield return problem;
        foreach (var problem in FileProblem.Of("broker.certificate", Certificate)) yield return problem;
        foreach (var problem in FileProblem.Of("broker.key", Key)) yield return problem;
    }
}
