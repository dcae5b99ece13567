using EdgeProbe.Testing.Packets;

namespace EdgeProbe.Testing.Captures;

/// <summary>One direction of a call: RTP of 20 ms packets at 8 kHz, from the internet into the home.</summary>
public sealed record CallOptions
{
    public int Packets { get; init; } = 2000;

    public double Loss { get; init; } = 0.03;

    public double Duplicates { get; init; } = 0.01;

    /// <summary>How much later than the earliest a packet may come. Above 20 ms packets overtake each other.</summary>
    public long JitterNs { get; init; } = 8 * Simulation.Millisecond;

    /// <summary>Sequence number of the first packet: near 65,535 it wraps.</summary>
    public int FirstSequence { get; init; } = 65_000;

    /// <summary>After which packet the sender counts on from elsewhere, as a gateway does that takes a call over; 0 for never.</summary>
    public int JumpAfter { get; init; }
}

public static class Call
{
    private const long IntervalNs = 20 * Simulation.Millisecond;
    private const int TicksPerPacket = 160;
    private const int JumpBy = 5000;

    // A copy that the network made has the IP identification of the first; one that comes sooner is taken for the mirror port's (2 ms).
    private const long CopyAfterNs = 3 * Simulation.Millisecond;

    public static (Recording Recording, CallTruth Truth) Run(int seed, CallOptions options)
    {
        var simulation = new Simulation(seed);
        var arrivals = new List<(long TimeNs, int Number)>();
        var truth = new CallTruth();
        for (var number = 0; number < options.Packets; number++)
        {
            // First and last arrive, so that the receiver can know of every loss; so do those beside a jump.
            var edge = number == 0 || number == options.Packets - 1 || number == options.JumpAfter || number == options.JumpAfter - 1;
            if (!edge && simulation.Chance.NextDouble() < options.Loss)
            {
                truth.Lost++;
                continue;
            }

            var at = 10 * Simulation.Millisecond + number * IntervalNs + simulation.Between(0, options.JitterNs);
            arrivals.Add((at, number));
            truth.Unique++;
            if (edge || simulation.Chance.NextDouble() >= options.Duplicates) continue;
            arrivals.Add((at + CopyAfterNs, number));
            truth.Duplicates++;
        }

        arrivals.Sort();
        truth.JitterNs = Jitter(arrivals);
        return (new Recording([.. arrivals.Select(arrival => new SeenPacket(arrival.TimeNs, Packet(arrival.Number, options), Up: false))]), truth);
    }

    private static byte[] Packet(int number, CallOptions options)
    {
        var ends = Ends.V4(40_002, 40_000).Reversed;
        var sequence = options.FirstSequence + number + (options.JumpAfter > 0 && number >= options.JumpAfter ? JumpBy : 0);
        var payload = RtpPackets.Packet(sequence & 0xffff, (uint)(0xffff_0000 + number * (long)TicksPerPacket), marker: number == 0);
        return IpPackets.Udp(ends, payload, new IpHeader { Identification = number & 0xffff });
    }

    // RFC 3550 section 6.4.1 and A.8, over all packets in the order in which they came, copies and late ones as well: what the code of A.8 does.
    private static double Jitter(List<(long TimeNs, int Number)> arrivals)
    {
        var jitter = 0d;
        (long TimeNs, int Number)? previous = null;
        foreach (var arrival in arrivals)
        {
            if (previous is { } before)
            {
                var transit = arrival.TimeNs - before.TimeNs - ((arrival.Number - before.Number) * IntervalNs);
                jitter += (Math.Abs(transit) - jitter) / 16;
            }

            previous = arrival;
        }

        return jitter;
    }
}

/// <summary>What the simulation knows of its call.</summary>
public sealed class CallTruth
{
    public int Unique { get; set; }

    public int Lost { get; set; }

    public int Duplicates { get; set; }

    /// <summary>Interarrival jitter at the end of the call.</summary>
    public double JitterNs { get; set; }
}
