using System.Text.Json;

namespace EdgeProbe.Testing.Namespaces;

/// <summary>One rule in force, with the count of what it did. Removing it keeps the last count readable no longer.</summary>
public sealed class NftRule
{
    private readonly NetworkNamespace _at;
    private readonly string _table;
    private readonly string _counter;
    private readonly string[] _chains;

    internal NftRule(NetworkNamespace at, string table, string counter, string[] chains) =>
        (_at, _table, _counter, _chains) = (at, table, counter, chains);

    /// <summary>Packets dropped or refused so far.</summary>
    public long Packets
    {
        get
        {
            using var answer = JsonDocument.Parse(_at.Run("nft", "-j", "list", "counter", "inet", _table, _counter));
            return Objects(answer, "counter").Single().GetProperty("packets").GetInt64();
        }
    }

    /// <summary>Takes this rule away and leaves the others.</summary>
    public void Remove()
    {
        foreach (var chain in _chains)
        {
            using var answer = JsonDocument.Parse(_at.Run("nft", "-j", "-a", "list", "chain", "inet", _table, chain));
            foreach (var rule in Objects(answer, "rule").Where(IsOurs).ToArray())
                _at.Run("nft", $"delete rule inet {_table} {chain} handle {rule.GetProperty("handle").GetInt64()}");
        }

        _at.Run("nft", $"delete counter inet {_table} {_counter}");
    }

    private bool IsOurs(JsonElement rule) => rule.TryGetProperty("comment", out var comment) && comment.GetString() == _counter;

    private static IEnumerable<JsonElement> Objects(JsonDocument answer, string kind) =>
        answer.RootElement.GetProperty("nftables").EnumerateArray().Where(item => item.TryGetProperty(kind, out _)).Select(item => item.GetProperty(kind));
}
