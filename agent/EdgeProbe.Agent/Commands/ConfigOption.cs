using System.CommandLine;

namespace EdgeProbe.Agent.Commands;

/// <summary>The option that all commands share which need settings.</summary>
internal static class ConfigOption
{
    public const string DefaultPath = "/etc/edgeprobe/edgeprobe.json";

    public static Option<string> Create() => new("--config", "-c")
    {
        Description = "The settings: JSON, comments allowed",
        DefaultValueFactory = _ => DefaultPath,
        HelpName = "FILE",
    };
}
