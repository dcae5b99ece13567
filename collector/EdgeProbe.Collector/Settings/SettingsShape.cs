using System.Net;
using EdgeProbe.Contract;

namespace EdgeProbe.Collector.Settings;

/// <summary>Which keys there are, what each may be and what it is when it is left out.</summary>
internal static class SettingsShape
{
    private static readonly string[] Personas = ["default_home", "remote_worker", "gamer", "streamer_family", "voice_first", "small_business"];

    public static CollectorSettings Read(Section root)
    {
        var collector = ReadName(root);
        var settings = new CollectorSettings
        {
            Listen = root.Url("listen") ?? new Uri("http://127.0.0.1:8080"),
            Https = ReadKeyPair(root.Inner("https")),
            CollectorId = collector,
            Broker = ReadBroker(root),
            Store = ReadStore(root),
            Sinks = [.. root.Inners("sinks").Select(ReadSink)],
            Reflector = ReadReflector(root),
            Scoring = ReadScoring(root.Inner("scoring")),
            Pillars = PillarSettings.Read(root),
        };
        if (settings.Listen.Scheme == "https" && settings.Https is null)
            root.Problem("listen", $"is \"{settings.Listen}\" and https needs https.certificate and https.key, PEM files");
        root.RefuseUnknown();
        return settings;
    }

    private static string ReadName(Section root)
    {
        var name = root.Text("collectorId") ?? "collector-1";
        if (!ProbeId.IsName(name)) root.Problem("collectorId", $"is \"{name}\"; it must be 1 to 64 letters, digits, '-', '_' or '.'");
        return name;
    }

    private static KeyPair? ReadKeyPair(Section? pair)
    {
        if (pair is null) return null;
        var read = new KeyPair(pair.ExistingFile("certificate") ?? "", pair.ExistingFile("key") ?? "");
        if (!pair.Has("certificate")) pair.Problem("certificate", "is missing; it must name a PEM file");
        if (!pair.Has("key")) pair.Problem("key", "is missing; it must name a PEM file");
        pair.RefuseUnknown();
        return read;
    }

    private static BrokerSettings ReadBroker(Section root)
    {
        if (root.Inner("broker") is not { } broker)
        {
            if (!root.Has("broker")) root.Problem("broker", "is missing; it must be { \"host\": \"...\", \"port\": 8883, ... }");
            return new BrokerSettings { Host = "" };
        }

        var (ca, certificate, key) = (broker.ExistingFile("ca"), broker.ExistingFile("certificate"), broker.ExistingFile("key"));
        if (certificate is null != key is null) broker.Problem(certificate is null ? "certificate" : "key", "is missing; certificate and key go together");
        if (certificate is not null && ca is null) broker.Problem("ca", "is missing; a client certificate is only shown to a broker that the CA vouches for");
        var read = new BrokerSettings
        {
            Host = broker.RequiredText("host", "the broker's name or address"),
            Port = broker.Whole("port", ca is null ? 1883 : 8883, 1, 65535),
            Ca = ca,
            Client = certificate is not null && key is not null ? new KeyPair(certificate, key) : null,
            ClientId = broker.Text("clientId"),
        };
        broker.RefuseUnknown();
        return read;
    }

    private static StoreSettings ReadStore(Section root)
    {
        if (root.Inner("store") is not { } store)
        {
            if (!root.Has("store")) root.Problem("store", "is missing; it must be { \"kind\": \"embedded\", \"path\": \"/var/lib/edgeprobe-collector\" } or the like");
            return new StoreSettings { Path = "" };
        }

        var kind = store.Choice("kind", StoreKind.Embedded);
        var read = new StoreSettings
        {
            Kind = kind,
            Path = store.RequiredText("path", "the directory that holds the registry (and the samples of an embedded store)"),
            RetentionDays = store.Whole("retentionDays", 90, 1, 3650),
            Influx = ReadInflux(store, kind == StoreKind.Influx),
        };
        if (kind == StoreKind.Influx && read.Influx is { Dialect: InfluxDialect.V2 })
            store.Problem("dialect", "is \"v2\"; a store must be read back, so it speaks \"v1\" (list a v2 receiver under sinks)");
        store.RefuseUnknown();
        return read with { Influx = kind == StoreKind.Influx ? read.Influx : null };
    }

    private static InfluxSettings ReadSink(Section sink)
    {
        var read = ReadInflux(sink, required: true);
        sink.RefuseUnknown();
        return read;
    }

    private static InfluxSettings ReadInflux(Section at, bool required)
    {
        var (url, dialect) = (at.Url("url"), at.Choice("dialect", InfluxDialect.V1));
        var (database, bucket) = (at.Text("database"), at.Text("bucket"));
        if (required && url is null && !at.Has("url")) at.Problem("url", "is missing; it must be the server's URL, such as http://127.0.0.1:8086");
        if (required && database is null && bucket is null)
            at.Problem(dialect == InfluxDialect.V2 ? "bucket" : "database", "is missing; it must name where the points go");
        return new InfluxSettings
        {
            Url = url ?? new Uri("http://127.0.0.1:8086"),
            Dialect = dialect,
            Database = (dialect == InfluxDialect.V2 ? bucket ?? database : database ?? bucket) ?? "",
            Organisation = at.Text("org") ?? "",
            Auth = ReadAuth(at.Inner("auth")),
        };
    }

    private static InfluxAuth ReadAuth(Section? auth)
    {
        if (auth is null) return InfluxAuth.None;
        var read = new InfluxAuth(auth.Choice("kind", AuthKind.None), auth.Text("user") ?? "", auth.Text("secret") ?? "");
        if (read.Kind != AuthKind.None && read.Secret.Length == 0) auth.Problem("secret", "is missing; basic needs a password and token a token");
        if (read.Kind == AuthKind.Basic && read.User.Length == 0) auth.Problem("user", "is missing; basic needs a user's name");
        auth.RefuseUnknown();
        return read;
    }

    private static string? ReadReflector(Section root)
    {
        if (root.Inner("reflector") is not { } reflector) return null;
        var listen = reflector.Text("listen");
        if (listen is not null && !(IPEndPoint.TryParse(listen, out var point) && point.Port > 0))
            reflector.Problem("listen", $"is \"{listen}\"; it must be an address and a port, such as 0.0.0.0:862 or [::1]:862");
        reflector.RefuseUnknown();
        return listen;
    }

    private static ScoringSettings ReadScoring(Section? scoring)
    {
        if (scoring is null) return new ScoringSettings();
        var persona = scoring.Text("persona") ?? "default_home";
        if (!Personas.Contains(persona)) scoring.Problem("persona", $"is \"{persona}\"; it must be one of {string.Join(", ", Personas)}");
        var read = new ScoringSettings
        {
            Persona = persona,
            ProvisionalAfter = TimeSpan.FromSeconds(scoring.Whole("provisionalAfterSeconds", 5, 1, 60)),
        };
        scoring.RefuseUnknown();
        return read;
    }
}
