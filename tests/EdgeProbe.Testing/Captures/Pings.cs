using EdgeProbe.Testing.Packets;

namespace EdgeProbe.Testing.Captures;

/// <summary>Echo requests of the home, once a second, some unanswered, some answered twice.</summary>
public static class Pings
{
    public static (Recording Recording, PingTruth Truth) Run(int seed, int requests = 120, bool v6 = false)
    {
        var chance = new Random(seed);
        var seen = new List<SeenPacket>();
        var truth = new PingTruth { Requests = requests };
        var ends = v6 ? Ends.V6(0, 0) : Ends.V4(0, 0);
        for (var i = 0; i < requests; i++)
        {
            var at = (i + 1) * Simulation.Second;
            seen.Add(new SeenPacket(at, IpPackets.Echo(ends, reply: false, 77, i), Up: true));
            if (chance.Next(0, 20) == 0) continue;
            var delay = chance.NextInt64(12 * Simulation.Millisecond, 70 * Simulation.Millisecond);
            truth.TimesNs.Add(delay);
            seen.Add(new SeenPacket(at + delay, IpPackets.Echo(ends.Reversed, reply: true, 77, i), Up: false));
            if (chance.Next(0, 30) != 0) continue;
            truth.Duplicates++;
            seen.Add(new SeenPacket(at + delay + Simulation.Millisecond, IpPackets.Echo(ends.Reversed, reply: true, 77, i, new IpHeader { Identification = 2 }), Up: false));
        }

        truth.TimesNs.Sort();
        return (new Recording(seen), truth);
    }
}

/// <summary>Times are those of the first replies, smallest first.</summary>
public sealed class PingTruth
{
    public int Requests { get; init; }

    public int Duplicates { get; set; }

    public List<long> TimesNs { get; } = [];
}
