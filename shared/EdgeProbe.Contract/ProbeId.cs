namespace EdgeProbe.Contract;

/// <summary>
/// Who a probe is: tenant and probe name, as in its certificate's common name <c>tenant/probe</c>. Each part is 1 to 64 characters of
/// letters, digits, '-', '_' and '.', so that it is safe in a topic, in a file name and in line protocol.
/// </summary>
public readonly record struct ProbeId
{
    private const int MaxLength = 64;

    private ProbeId(string tenant, string probe) => (Tenant, Probe) = (tenant, probe);

    public string Tenant { get; }

    public string Probe { get; }

    public static bool TryCreate(string? tenant, string? probe, out ProbeId id)
    {
        id = default;
        // "collector" in the tenant's place is where the collectors say that they are online.
        if (!IsName(tenant) || !IsName(probe) || tenant == "collector") return false;
        id = new ProbeId(tenant!, probe!);
        return true;
    }

    /// <summary>Reads <c>ep/v1/{tenant}/{probe}/{leaf...}</c>.</summary>
    public static bool TryReadTopic(string topic, out ProbeId id, out string leaf)
    {
        id = default;
        leaf = "";
        var parts = topic.Split('/', 5);
        if (parts.Length != 5 || parts[0] != "ep" || parts[1] != "v1" || !TryCreate(parts[2], parts[3], out id)) return false;
        leaf = parts[4];
        return true;
    }

    public static bool IsName(string? text) =>
        text is { Length: >= 1 and <= MaxLength } && text is not ("." or "..") && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    public override string ToString() => $"{Tenant}/{Probe}";
}
