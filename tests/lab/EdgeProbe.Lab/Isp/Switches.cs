using EdgeProbe.Testing.Namespaces;

namespace EdgeProbe.Lab.Isp;

/// <summary>
/// Impairments made by the kernel instead of the emulator: a server that is silent, refuses or answers half of the time, exact loss of one packet in n, and a
/// token bucket with a deep queue. Not thread-safe.
/// </summary>
internal sealed class Switches(MiniatureIsp isp)
{
    // What asks a server. Of the first hop only the echo requests to itself: what it forwards is left alone.
    private static readonly Dictionary<string, string> Matches = new()
    {
        ["web"] = "tcp dport { 80, 443 }",
        ["resolver"] = "meta l4proto { tcp, udp } th dport 53",
        ["reflector"] = "udp dport 862",
        [FirstHop] = "fib daddr type local meta l4proto { icmp, icmpv6 } @th,0,8 { 8, 128 }",
    };

    private const string FirstHop = "first-hop";
    private readonly Dictionary<string, NftRules> _tables = [];
    private readonly Dictionary<string, NftRule> _rules = [];
    private readonly HashSet<(NetworkNamespace At, string Device)> _bloated = [];

    /// <summary>The servers that can be switched, and where each lives.</summary>
    public static IReadOnlyList<string> Servers { get; } = ["web", "resolver", "reflector", FirstHop];

    /// <param name="server">One of <see cref="Servers"/>.</param>
    /// <param name="state">"up", "silent" (packets vanish), "refused" (closed port) or "lying" (every second packet vanishes).</param>
    public void SetServer(string server, string state)
    {
        Replace(server, state switch
        {
            "up" => null,
            "silent" => Table(server).Drop(Way.In, Device(server), Matches[server]),
            "refused" => Table(server).Reject(Way.In, Device(server), Matches[server], server == "web" ? "tcp reset" : "icmpx type port-unreachable"),
            "lying" => Table(server).LoseOneIn(2, Way.In, Device(server), Matches[server]),
            _ => throw new LabException($"state is '{state}'; it must be up, silent, refused or lying"),
        });
    }

    /// <summary>Drops one packet of every <paramref name="every"/> that arrive over a link's direction; 0 drops none.</summary>
    public void LoseOneIn(string name, NetworkNamespace at, string device, int every) =>
        Replace(name, every == 0 ? null : TableAt(at).LoseOneIn(every, Way.In, device));

    /// <summary>Packets that each rule in force has taken, by the name of the server or the direction.</summary>
    public IReadOnlyDictionary<string, long> Counts() => _rules.ToDictionary(rule => rule.Key, rule => rule.Value.Packets);

    /// <summary>A token bucket where packets leave for the link; rate "0" takes it away.</summary>
    public void Bloat(NetworkNamespace at, string device, string rate, string queue)
    {
        if (rate != "0")
        {
            // 15 kB a burst: ten full packets, and enough for a timer tick of 4 ms up to 30 Mbit/s.
            at.Run("tc", "qdisc", "replace", "dev", device, "root", "tbf", "rate", rate, "burst", "15kb", "latency", queue);
            _bloated.Add((at, device));
        }
        else if (_bloated.Remove((at, device)))
        {
            at.Run("tc", "qdisc", "delete", "dev", device, "root");
        }
    }

    public void Reset()
    {
        foreach (var name in _rules.Keys.ToArray()) Replace(name, null);
        foreach (var (at, device) in _bloated.ToArray()) Bloat(at, device, "0", "0");
    }

    // The new rule is in force before the old one goes.
    private void Replace(string name, NftRule? rule)
    {
        if (_rules.Remove(name, out var old)) old.Remove();
        if (rule is not null) _rules[name] = rule;
    }

    private NftRules Table(string server) => TableAt(server switch { "web" => isp.Service, FirstHop => isp.Access, _ => isp.Core });

    private static string Device(string server) => server switch { "web" => "service", FirstHop => "access", _ => "core" };

    private NftRules TableAt(NetworkNamespace at)
    {
        if (!_tables.TryGetValue(at.Name, out var table)) _tables[at.Name] = table = new NftRules(at);
        return table;
    }
}
