using EdgeProbe.Capture.Observations;
using EdgeProbe.Capture.Parsing;
using EdgeProbe.Testing.Packets;

namespace EdgeProbe.Agent.Tests.Capture.Parsing;

/// <summary>Frames of every kind, cut and damaged. A failure names the seed that repeats it.</summary>
public sealed class HostileFrameTests
{
    private const int KindAt = 52;
    private const int ProtocolAt = 53;
    private const int Mutations = 150_000;

    private static readonly LinkType[] Links = Enum.GetValues<LinkType>();

    [Fact]
    public void Cut_at_every_length_a_frame_tells_nothing_that_the_whole_does_not()
    {
        foreach (var (name, frame) in FrameSet.Whole())
        {
            var whole = Parsed.Frame(frame);
            for (var length = 0; length < frame.Length; length++)
            {
                var cut = Parsed.Frame(frame.AsSpan(0, length), wireLength: frame.Length);
                Assert.True(cut.Observations.Length <= whole.Observations.Length, $"{name} cut at {length}");
                for (var i = 0; i < cut.Observations.Length; i++) AssertPart(cut.Observations[i], whole.Observations[i], $"{name} cut at {length}");
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(null)]
    public void Random_damage_never_throws_allocates_or_gives_more_than_there_is_room_for(int? seed)
    {
        var used = seed ?? Random.Shared.Next();
        var chance = new Random(used);
        var damage = new Damage(FrameSet.Whole().Select(frame => frame.Bytes).ToArray(), chance);
        var parsers = Links.Select(link => new FrameParser(link, 7)).ToArray();
        var into = new Observation[FrameParser.MaxObservations];
        var (mutation, before) = (0, 0L);
        try
        {
            for (; mutation < Mutations; mutation++)
            {
                var frame = damage.Next();
                var parser = chance.Next(3) == 0 ? parsers[chance.Next(parsers.Length)] : parsers[(int)LinkType.Ethernet];
                var wireLength = chance.Next(4) == 0 ? (uint)chance.NextInt64(uint.MaxValue) : (uint)frame.Length;
                if (mutation == 1000) before = GC.GetAllocatedBytesForCurrentThread();
                var count = parser.Parse(frame, wireLength, mutation, into);
                if (!Holds(into.AsSpan(0, count), mutation)) Assert.Fail($"seed {used}, mutation {mutation}: {Convert.ToHexString(frame)}");
            }
        }
        catch (Exception thrown) when (thrown is not Xunit.Sdk.XunitException)
        {
            Assert.Fail($"seed {used}, mutation {mutation}: {thrown}");
        }

        Assert.True(GC.GetAllocatedBytesForCurrentThread() == before, $"seed {used}: {GC.GetAllocatedBytesForCurrentThread() - before} B allocated");
        Assert.All(parsers, parser => Assert.Equal(parser.Counters.Frames, Sum(parser.Counters)));
    }

    [Fact]
    public void No_room_is_no_harm()
    {
        var parser = new FrameParser(LinkType.Ethernet, 7);
        foreach (var (_, frame) in FrameSet.Whole())
        {
            for (var room = 0; room < 3; room++) Assert.InRange(parser.Parse(frame, 0, 0, new Observation[room]), 0, room);
        }
    }

    // Each byte is the whole's or some of its bits: a type less, a hash that is absent. What was DNS may have become a plain datagram; what
    // spoke of a packet inside may speak of the one around it; a chain of extensions may end at one of them; what was sure may be a guess.
    private static void AssertPart(Observation cut, in Observation whole, string what)
    {
        cut.Flags &= ~ObservationFlags.Guessed | whole.Flags;
        var same = cut.Kind == whole.Kind;
        if (!same && (whole.Kind == ObservationKind.IcmpError || (whole.Flags & ObservationFlags.Tunnelled) != 0)) return;
        var (part, all) = (Parsed.BytesOf(cut), Parsed.BytesOf(whole));
        for (var at = 0; at < (same ? part.Length : 64); at++)
        {
            if (at is KindAt or ProtocolAt && !same) continue;
            Assert.True((part[at] & ~all[at]) == 0, $"{what}: byte {at} is {part[at]:x2}, of the whole {all[at]:x2}");
        }
    }

    private static bool Holds(ReadOnlySpan<Observation> observations, long timeNs)
    {
        for (var i = 0; i < observations.Length; i++)
        {
            ref readonly var seen = ref observations[i];
            var derived = (seen.Flags & ObservationFlags.Derived) != 0;
            if (seen.TimeNs != timeNs || derived != i > 0 || seen.Kind > ObservationKind.Media) return false;
            if (derived && (seen.IpLength | seen.PayloadLength) != 0) return false;
            if ((seen.Flags & ObservationFlags.FirstFragment) == 0 && seen.PayloadLength > seen.IpLength) return false;
        }

        return true;
    }

    private static long Sum(ParseCounters counters) =>
        counters.Tcp + counters.Udp + counters.Dns + counters.Icmp + counters.OtherIp + counters.NotIp;
}
