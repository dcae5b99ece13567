namespace EdgeProbe.Collector.Settings;

/// <summary>All that a collector is told, as its file says it. Immutable; made by <see cref="SettingsFile"/>, which reports every problem.</summary>
public sealed record CollectorSettings
{
    /// <summary>Where the dashboard and REST listen. Loopback by default: nothing is shown to a network that nobody named.</summary>
    public Uri Listen { get; init; } = new("http://127.0.0.1:8080");

    /// <summary>The server's certificate and key (PEM); needed when <see cref="Listen"/> is https.</summary>
    public KeyPair? Https { get; init; }

    public required BrokerSettings Broker { get; init; }

    /// <summary>Under which name this collector says that it is online. 1 to 64 letters, digits, '-', '_', '.'; default the host's name.</summary>
    public string CollectorId { get; init; } = "collector-1";

    public required StoreSettings Store { get; init; }

    /// <summary>Databases that get a copy of the numbers and from which nothing is read back.</summary>
    public IReadOnlyList<InfluxSettings> Sinks { get; init; } = [];

    /// <summary>Where the STAMP reflector listens, "host:port"; null for none.</summary>
    public string? Reflector { get; init; }

    public ScoringSettings Scoring { get; init; } = new();

    /// <summary>What a customer's experience is made of, the network among it; the network alone by default.</summary>
    public IReadOnlyList<PillarSettings> Pillars { get; init; } = PillarSettings.Alone;
}

/// <summary>PEM files of a certificate and its private key.</summary>
public sealed record KeyPair(string Certificate, string Key);

public sealed record BrokerSettings
{
    public required string Host { get; init; }

    /// <summary>1 to 65535; default 8883, MQTT over TLS.</summary>
    public int Port { get; init; } = 8883;

    /// <summary>PEM file of the operator's CA; null for a connection without TLS, which only a broker on the same machine deserves.</summary>
    public string? Ca { get; init; }

    /// <summary>The collector's own certificate; goes with <see cref="Ca"/>.</summary>
    public KeyPair? Client { get; init; }

    /// <summary>MQTT client id; default "edgeprobe-" and the collector's id.</summary>
    public string? ClientId { get; init; }
}

public enum StoreKind { Embedded, Influx }

public sealed record StoreSettings
{
    public StoreKind Kind { get; init; } = StoreKind.Embedded;

    /// <summary>Directory of the registry, and of the samples when the store is embedded.</summary>
    public required string Path { get; init; }

    /// <summary>The server; null when the store is embedded.</summary>
    public InfluxSettings? Influx { get; init; }

    /// <summary>How long samples are kept, 1 to 3650 days; default 90, a quarter's report.</summary>
    public int RetentionDays { get; init; } = 90;
}

public enum InfluxDialect { V1, V2 }

/// <summary>One server that speaks InfluxDB's HTTP interface.</summary>
public sealed record InfluxSettings
{
    public required Uri Url { get; init; }

    /// <summary>v1: <c>/write</c> and <c>/query</c>; v2: <c>/api/v2/write</c>.</summary>
    public InfluxDialect Dialect { get; init; } = InfluxDialect.V1;

    /// <summary>Database of the v1 dialect, bucket of the v2 dialect.</summary>
    public required string Database { get; init; }

    /// <summary>Organisation of the v2 dialect; empty where the server has none.</summary>
    public string Organisation { get; init; } = "";

    public InfluxAuth Auth { get; init; } = InfluxAuth.None;
}

public enum AuthKind { None, Basic, Token }

public sealed record InfluxAuth(AuthKind Kind, string User, string Secret)
{
    public static InfluxAuth None { get; } = new(AuthKind.None, "", "");

    /// <summary>Never the secret: settings get into logs.</summary>
    public override string ToString() => $"{Kind} {User}".TrimEnd();
}

public sealed record ScoringSettings
{
    /// <summary>Whose weights make the composite; one of the score profile's personas.</summary>
    public string Persona { get; init; } = "default_home";

    /// <summary>A probe's score is made anew at most this often while its minute is not over. 1 to 60 s; default 5 s, one slot.</summary>
    public TimeSpan ProvisionalAfter { get; init; } = TimeSpan.FromSeconds(5);
}
