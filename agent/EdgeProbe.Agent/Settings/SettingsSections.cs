namespace EdgeProbe.Agent.Settings;

/// <summary>The sections of the file, each into its record; what the file leaves out keeps the record's default.</summary>
internal static class SettingsSections
{
    public static BrokerSettings Broker(SettingsNode node, SettingsPaths paths)
    {
        var defaults = new BrokerSettings();
        var broker = new BrokerSettings
        {
            Host = node.Text("host") ?? "",
            Port = node.Small("port") ?? defaults.Port,
            Ca = paths.Resolve(node.Text("ca")),
            Certificate = paths.Resolve(node.Text("certificate")),
            Key = paths.Resolve(node.Text("key")),
            KeepAliveSeconds = node.Small("keepAliveSeconds") ?? defaults.KeepAliveSeconds,
        };
        node.RefuseUnknown();
        return broker;
    }

    public static ServiceSettings Service(SettingsNode node)
    {
        var defaults = new ServiceSettings();
        var service = new ServiceSettings
        {
            Name = node.Text("name") ?? "",
            Host = node.Text("host"),
            Url = node.Text("url"),
            ExpectBody = node.Text("expectBody"),
            Ping = node.Flag("ping") ?? defaults.Ping,
            TcpPort = node.Small("tcpPort"),
            Families = node.Texts("families") ?? defaults.Families,
        };
        node.RefuseUnknown();
        return service;
    }

    public static PlanSettings Plan(SettingsNode node)
    {
        var defaults = new PlanSettings();
        var plan = new PlanSettings
        {
            LadderIntervalMs = node.Small("ladderIntervalMs") ?? defaults.LadderIntervalMs,
            HttpIntervalSeconds = node.Small("httpIntervalSeconds") ?? defaults.HttpIntervalSeconds,
            DnsIntervalSeconds = node.Small("dnsIntervalSeconds") ?? defaults.DnsIntervalSeconds,
            TcpIntervalSeconds = node.Small("tcpIntervalSeconds") ?? defaults.TcpIntervalSeconds,
            PathIntervalSeconds = node.Small("pathIntervalSeconds") ?? defaults.PathIntervalSeconds,
        };
        node.RefuseUnknown();
        return plan;
    }

    public static LimitSettings Limits(SettingsNode node)
    {
        var defaults = new LimitSettings();
        var limits = new LimitSettings
        {
            PacketsPerSecond = node.Small("packetsPerSecond") ?? defaults.PacketsPerSecond,
            MinSpacingMs = node.Small("minSpacingMs") ?? defaults.MinSpacingMs,
            AllowedDestinations = node.Texts("allowedDestinations") ?? [],
            DeniedDestinations = node.Texts("deniedDestinations") ?? [],
        };
        node.RefuseUnknown();
        return limits;
    }

    public static PassiveSettings Passive(SettingsNode node)
    {
        var defaults = new PassiveSettings();
        var passive = new PassiveSettings
        {
            Enabled = node.Flag("enabled") ?? defaults.Enabled,
            Consent = node.Text("consent") ?? defaults.Consent,
            Device = node.Text("device") ?? defaults.Device,
            HomeNetworks = node.Texts("homeNetworks") ?? [],
            RingBytes = node.Whole("ringBytes") ?? defaults.RingBytes,
            Flows = node.Small("flows") ?? defaults.Flows,
            LineDownMbps = node.Small("lineDownMbps"),
            LineUpMbps = node.Small("lineUpMbps"),
        };
        node.RefuseUnknown();
        return passive;
    }

    public static SpoolSettings Spool(SettingsNode node, SettingsPaths paths)
    {
        var defaults = new SpoolSettings();
        var spool = new SpoolSettings
        {
            Directory = paths.Resolve(node.Text("directory") ?? defaults.Directory) ?? "",
            MaxBytes = node.Whole("maxBytes") ?? defaults.MaxBytes,
            MaxMemoryBytes = node.Whole("maxMemoryBytes") ?? defaults.MaxMemoryBytes,
            WriteAfterSeconds = node.Small("writeAfterSeconds") ?? defaults.WriteAfterSeconds,
        };
        node.RefuseUnknown();
        return spool;
    }

    public static WindowSettings Window(SettingsNode node)
    {
        var window = new WindowSettings { LengthSeconds = node.Small("lengthSeconds") ?? new WindowSettings().LengthSeconds };
        node.RefuseUnknown();
        return window;
    }

    public static HostPort? Reflector(this SettingsNode root)
    {
        if (root.Text("reflector") is not { } text) return null;
        if (HostPort.TryRead(text, 862, out var reflector)) return reflector;
        root.Report($"reflector is \"{text}\"; it must be host:port, for example core.example.net:862");
        return null;
    }
}
