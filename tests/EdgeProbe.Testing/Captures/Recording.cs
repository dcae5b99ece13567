using EdgeProbe.Testing.Packets;

namespace EdgeProbe.Testing.Captures;

/// <summary>An IP packet at the probe: when, since the scene began, and whether it goes from the home to the internet.</summary>
public sealed record SeenPacket(long TimeNs, byte[] Packet, bool Up);

/// <summary>What a probe saw, to be saved as a capture file. Immutable: each change gives another recording.</summary>
public sealed class Recording(IReadOnlyList<SeenPacket> packets)
{
    /// <summary>The scene's first moment: a date like any other.</summary>
    public const long EpochNs = 1_750_000_000 * Simulation.Second;

    public IReadOnlyList<SeenPacket> Packets => packets;

    public int Count => packets.Count;

    /// <summary>Every packet a second time, as a mirror port that copies both directions of a switch sends it.</summary>
    public Recording Mirrored(long afterNs = 3000) => new([.. packets.SelectMany(seen => new[] { seen, seen with { TimeNs = seen.TimeNs + afterNs } })]);

    /// <summary>The wall clock is moved in the middle of the scene; the packets stay in the order in which they came.</summary>
    public Recording Stepped(long byNs)
    {
        var middle = packets[packets.Count / 2].TimeNs;
        return new([.. packets.Select(seen => seen.TimeNs < middle ? seen : seen with { TimeNs = seen.TimeNs + byNs })]);
    }

    public Recording OneSided(bool up) => new([.. packets.Where(seen => seen.Up == up)]);

    /// <summary>Several scenes at once.</summary>
    public Recording With(Recording other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new([.. packets.Concat(other.Packets).OrderBy(seen => seen.TimeNs)]);
    }

    public PcapFile File(Encapsulation encapsulation = Encapsulation.Ethernet, int snapLength = 262_144, bool nanoseconds = true)
    {
        var file = new PcapFile(Frames.LinkTypeOf(encapsulation), nanoseconds: nanoseconds, snapLength: snapLength);
        foreach (var seen in packets) file.Add(EpochNs + seen.TimeNs, Frames.Of(encapsulation, seen.Packet, seen.Up));
        return file;
    }
}
