using System.Runtime.InteropServices;
using EdgeProbe.Capture.Observations;
using EdgeProbe.Capture.Parsing;

namespace EdgeProbe.Agent.Tests.Capture.Parsing;

/// <summary>What a fresh parser says of one frame, and what it counted.</summary>
internal sealed class Parsed
{
    public const long TimeNs = 1_700_000_000_123_456_789;

    private Parsed(Observation[] observations, ParseCounters counters) => (Observations, Counters) = (observations, counters);

    public Observation[] Observations { get; }

    public ParseCounters Counters { get; }

    /// <summary>The only observation.</summary>
    public Observation One => Assert.Single(Observations);

    /// <summary>Counters above zero but for the frame's own, and how often.</summary>
    public string Reasons => string.Join(' ', Counters.Named()
        .Where(counter => counter.Value > 0 && counter.Key is not ("frames" or "tcp" or "udp" or "dns" or "icmp" or "other_ip" or "not_ip"))
        .Select(counter => counter.Value == 1 ? counter.Key : $"{counter.Key}={counter.Value}"));

    public static Parsed Frame(ReadOnlySpan<byte> frame, LinkType link = LinkType.Ethernet, int? wireLength = null)
    {
        var parser = new FrameParser(link, nameKey: 7);
        var into = new Observation[FrameParser.MaxObservations];
        var count = parser.Parse(frame, (uint)(wireLength ?? frame.Length), TimeNs, into);
        return new Parsed(into[..count], parser.Counters);
    }

    /// <summary>An IP packet without a link layer.</summary>
    public static Parsed Packet(ReadOnlySpan<byte> packet, int? wireLength = null) => Frame(packet, LinkType.Raw, wireLength);

    public static byte[] BytesOf(in Observation observation) => MemoryMarshal.AsBytes(new ReadOnlySpan<Observation>(in observation)).ToArray();
}
