using System.Globalization;
using EdgeProbe.Lab.Links;
using EdgeProbe.Testing;
using EdgeProbe.Testing.Namespaces;
using EdgeProbe.Testing.Processes;

namespace EdgeProbe.Lab.Isp;

/// <summary>The STAMP reflector in the core namespace: a program that the caller names.</summary>
internal static class ReflectorProgram
{
    public static async Task<ChildProcess> StartAsync(NetworkNamespace at, string command, LinkEmulator core, int port)
    {
        var words = command.Replace("{v4}", $"{core.FarV4}", StringComparison.Ordinal).Replace("{v6}", $"{core.FarV6}", StringComparison.Ordinal)
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var server = at.Start(words);
        await Eventually.TrueAsync(
            async () => server.HasExited || await at.RunAsync(() => Listens(port)), () => $"UDP port {port} open in core: {server}");
        return server.HasExited ? throw new LabException($"the reflector ended at once: {server.Errors.Trim()}") : server;
    }

    // Second column of /proc/net/udp and udp6: local address and port in hexadecimal.
    private static bool Listens(int port)
    {
        var ending = ":" + port.ToString("X4", CultureInfo.InvariantCulture);
        return File.ReadLines("/proc/thread-self/net/udp").Concat(File.ReadLines("/proc/thread-self/net/udp6"))
            .Any(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1].EndsWith(ending, StringComparison.Ordinal));
    }
}
