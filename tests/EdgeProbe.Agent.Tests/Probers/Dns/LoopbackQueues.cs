using System.Globalization;

namespace EdgeProbe.Agent.Tests.Probers.Dns;

/// <summary>What the kernel holds for a UDP port that nobody has read yet (/proc/net/udp).</summary>
internal static class LoopbackQueues
{
    public static bool AreEmptyTo(int port)
    {
        var lines = File.ReadLines("/proc/net/udp").Skip(1).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        var ours = lines.Where(fields => fields[1].EndsWith($":{port:X4}", StringComparison.Ordinal));
        return ours.All(fields => long.Parse(fields[4].Split(':')[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture) == 0);
    }
}
