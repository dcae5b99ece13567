using System.Globalization;

namespace EdgeProbe.Testing.Namespaces;

/// <summary>Says in one sentence when this process may not make network namespaces, before anything obscure fails.</summary>
public static class Privileges
{
    // Bits of CapEff in /proc/self/status, capabilities(7).
    private static readonly (string Name, int Bit)[] Needed = [("CAP_NET_ADMIN", 12), ("CAP_NET_RAW", 13), ("CAP_SYS_ADMIN", 21)];

    /// <exception cref="NamespaceException">A capability is missing; the message names it and the remedy.</exception>
    public static void Require()
    {
        var effective = Effective();
        var missing = Needed.Where(need => (effective >> need.Bit & 1) == 0).Select(need => need.Name).ToArray();
        if (missing.Length == 0) return;
        throw new NamespaceException(
            $"Network namespaces need {string.Join(", ", missing)}, which this process lacks: run it as root (sudo tests/run.sh).");
    }

    private static ulong Effective()
    {
        var line = File.ReadLines("/proc/self/status").FirstOrDefault(text => text.StartsWith("CapEff:", StringComparison.Ordinal));
        return line is null ? 0 : ulong.Parse(line.AsSpan("CapEff:".Length).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    }
}
