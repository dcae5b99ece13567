using System.Net;
using EdgeProbe.Contract;

namespace EdgeProbe.Agent.Settings;

/// <summary>All that a probe is told by its owner. Read once at start, never changed; every default is stated beside its setting.</summary>
internal sealed record AgentSettings
{
    public string Tenant { get; init; } = "";

    public string Probe { get; init; } = "";

    /// <summary>Where the box stands, in the operator's words; may be empty.</summary>
    public string Site { get; init; } = "";

    public BrokerSettings Broker { get; init; } = new();

    /// <summary>"auto" reads the default route, "none" leaves the home out of the ladder, anything else is the address itself.</summary>
    public string Gateway { get; init; } = "auto";

    /// <summary>The STAMP reflector in the operator's core; null for none.</summary>
    public HostPort? Reflector { get; init; }

    public IReadOnlyList<ServiceSettings> Services { get; init; } = [];

    /// <summary>"system" for those of resolv.conf, or addresses with an optional port.</summary>
    public IReadOnlyList<string> Resolvers { get; init; } = ["system"];

    /// <summary>The name that the resolvers are asked for; null takes the first service that has one.</summary>
    public string? DnsQuestion { get; init; }

    /// <summary>A file of further authorities for the HTTPS checks; null for the system's alone.</summary>
    public string? HttpCa { get; init; }

    public PlanSettings Plan { get; init; } = new();

    public LimitSettings Limits { get; init; } = new();

    public PassiveSettings Passive { get; init; } = new();

    public SpoolSettings Spool { get; init; } = new();

    public WindowSettings Window { get; init; } = new();

    public ProbeId Id => ProbeId.TryCreate(Tenant, Probe, out var id) ? id : default;

    public IEnumerable<string> Problems() =>
        [.. OwnProblems(), .. Broker.Problems(), .. ServiceProblems(),
            .. Plan.Problems(), .. Limits.Problems(), .. Passive.Problems(), .. Spool.Problems(), .. Window.Problems()];

    private IEnumerable<string> OwnProblems()
    {
        if (!ProbeId.TryCreate(Tenant, "probe", out _)) yield return NameProblem("tenant", Tenant);
        if (!ProbeId.TryCreate("tenant", Probe, out _)) yield return NameProblem("probe", Probe);
        if (Gateway is not ("auto" or "none") && !IPAddress.TryParse(Gateway, out _))
            yield return $"gateway is \"{Gateway}\"; it must be \"auto\", \"none\" or an address such as 192.168.1.1";
        for (var i = 0; i < Resolvers.Count; i++)
        {
            if (Resolvers[i] != "system" && !HostPort.TryReadAddress(Resolvers[i], 53, out _))
                yield return $"resolvers[{i}] is \"{Resolvers[i]}\"; it must be \"system\" or an address such as 9.9.9.9 or [2620:fe::fe]:53";
        }
    }

    private IEnumerable<string> ServiceProblems()
    {
        var seen = new HashSet<string>();
        for (var i = 0; i < Services.Count; i++)
        {
            foreach (var problem in Services[i].Problems($"services[{i}]")) yield return problem;
            if (Services[i].Name.Length > 0 && !seen.Add(Services[i].Name))
                yield return $"services[{i}].name is \"{Services[i].Name}\" once more; each needs a name of its own";
        }
    }

    private static string NameProblem(string key, string value) => value.Length == 0
        ? $"{key} is missing; it is the {key} part of the certificate's common name tenant/probe"
        : $"{key} is \"{value}\"; it must be 1 to 64 letters, digits, '-', '_' or '.', and no tenant is called \"collector\"";
}
