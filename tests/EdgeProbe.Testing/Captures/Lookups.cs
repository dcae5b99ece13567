using EdgeProbe.Testing.Packets;

namespace EdgeProbe.Testing.Captures;

/// <summary>DNS over UDP as a home asks it: answers of every kind, some late, some twice, some never.</summary>
public static class Lookups
{
    // RFC 1035 section 4.1.1, and how often each is drawn; the rest is an answer with records or, now and then, without.
    private const int ServFail = 2, NameError = 3, Refused = 5;

    private const long RetryNs = 1000 * Simulation.Millisecond;

    public static (Recording Recording, LookupTruth Truth) Run(int seed, int questions = 300)
    {
        var simulation = new Simulation(seed);
        var seen = new List<SeenPacket>();
        var truth = new LookupTruth();
        for (var i = 0; i < questions; i++)
        {
            simulation.After(simulation.Between(1, 20) * i * Simulation.Millisecond, () => Ask(simulation, seen, truth));
        }

        simulation.Run();
        truth.TimesNs.Sort();
        return (new Recording(seen), truth);
    }

    private static void Ask(Simulation simulation, List<SeenPacket> seen, LookupTruth truth)
    {
        var chance = simulation.Chance;
        var ends = chance.Next(0, 3) == 0 ? Ends.V6(chance.Next(1024, 65_536), 53) : Ends.V4(chance.Next(1024, 65_536), 53);
        var (id, name) = (chance.Next(0, 65_536), $"Host{chance.Next(0, 20)}.example");
        void Up() => seen.Add(new SeenPacket(simulation.NowNs, IpPackets.Udp(ends, DnsMessages.Query(id, name), NextHeader(seen)), Up: true));
        Up();
        truth.Questions++;
        var fate = chance.Next(0, 100);
        if (fate < 5)
        {
            truth.Unanswered++;
            truth.Retries++;
            simulation.After(RetryNs, Up);
            return;
        }

        var (rcode, records) = Draw(chance);
        var delay = simulation.Between(2, 60) * Simulation.Millisecond + simulation.Between(0, 999_999);
        // Asked again before the first answer came: the time still counts from the first question.
        if (fate < 10)
        {
            delay += RetryNs;
            truth.Retries++;
            simulation.After(RetryNs, Up);
        }

        var answer = DnsMessages.Answer(id, name.ToUpperInvariant(), rcode: rcode, records: records);
        void Down() => seen.Add(new SeenPacket(simulation.NowNs, IpPackets.Udp(ends.Reversed, answer, NextHeader(seen)), Up: false));
        simulation.After(delay, Down);
        truth.TimesNs.Add(delay);
        truth.Count(rcode, records);
        if (fate < 13)
        {
            truth.Duplicates++;
            simulation.After(delay + 3 * Simulation.Millisecond, Down);
        }
    }

    // An answer sent twice is two packets: a mirror's copy would have the number of the first.
    private static IpHeader NextHeader(List<SeenPacket> seen) => new() { Identification = seen.Count & 0xffff };

    private static (int Rcode, int Records) Draw(Random chance) => chance.Next(0, 20) switch
    {
        0 => (ServFail, 0),
        1 => (Refused, 0),
        2 or 3 => (NameError, 0),
        4 => (0, 0),
        _ => (0, 1),
    };
}

/// <summary>What the simulation knows of its lookups. Times from the first question to the first answer, smallest first.</summary>
public sealed class LookupTruth
{
    public int Questions { get; set; }

    public int Unanswered { get; set; }

    public int Retries { get; set; }

    public int Duplicates { get; set; }

    public List<long> TimesNs { get; } = [];

    /// <summary>By the names of docs/replay.md.</summary>
    public Dictionary<string, long> Rcodes { get; } = [];

    internal void Count(int rcode, int records)
    {
        var name = rcode switch { 0 => records > 0 ? "NOERROR" : "NODATA", 2 => "SERVFAIL", 3 => "NXDOMAIN", 5 => "REFUSED", _ => "OTHER" };
        Rcodes[name] = Rcodes.GetValueOrDefault(name) + 1;
    }
}
