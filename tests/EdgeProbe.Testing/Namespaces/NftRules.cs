namespace EdgeProbe.Testing.Namespaces;

/// <summary>Which packets of a namespace a rule sees: those that came in by the device, or those that leave by it.</summary>
public enum Way { In, Out }

/// <summary>
/// Exact impairments by nftables in one namespace, each with its own counter: the count of what a rule did is the truth of a test.
/// A match is nft's own words ("udp dport 862", "icmp type echo-reply"); none means every packet of that way.
/// </summary>
public sealed class NftRules
{
    private const string Table = "edgeprobe";
    private readonly NetworkNamespace _at;
    private int _made;

    public NftRules(NetworkNamespace at)
    {
        _at = at;
        at.Run("nft", $"add table inet {Table}");
        foreach (var hook in (string[])["prerouting", "forward", "output", "postrouting"])
            at.Run("nft", $"add chain inet {Table} {hook} {{ type filter hook {hook} priority 0; policy accept; }}");
    }

    /// <summary>Drops exactly one of every <paramref name="every"/> matching packets, the first one first (numgen inc).</summary>
    public NftRule LoseOneIn(int every, Way way, string device, string match = "") =>
        Add(way, device, match, [way == Way.In ? "prerouting" : "postrouting"], $"numgen inc mod {every} 0", "drop");

    /// <summary>Drops every matching packet without a word.</summary>
    public NftRule Drop(Way way, string device, string match = "") =>
        Add(way, device, match, [way == Way.In ? "prerouting" : "postrouting"], "", "drop");

    /// <summary>
    /// Answers every matching packet with a refusal: <paramref name="with"/> is nft's own words, "tcp reset" or "icmpx type admin-prohibited";
    /// the default is a port unreachable.
    /// </summary>
    public NftRule Reject(Way way, string device, string match = "", string with = "icmpx type port-unreachable") =>
        Add(way, device, match, way == Way.In ? ["prerouting"] : ["forward", "output"], "", $"reject with {with}");

    /// <summary>Takes every rule away; their counters go too.</summary>
    public void Clear() => _at.Run("nft", $"flush table inet {Table}");

    private NftRule Add(Way way, string device, string match, string[] chains, string choice, string verdict)
    {
        var counter = $"c{Interlocked.Increment(ref _made)}";
        _at.Run("nft", $"add counter inet {Table} {counter}");
        var side = way == Way.In ? "iifname" : "oifname";
        foreach (var chain in chains)
            _at.Run("nft", $"add rule inet {Table} {chain} {side} {device} {match} {choice} counter name {counter} {verdict} comment {counter}");
        return new NftRule(_at, Table, counter, chains);
    }
}
