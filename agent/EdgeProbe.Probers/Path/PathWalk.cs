using System.Net;

namespace EdgeProbe.Probers.Path;

/// <summary>A path as it was found at one time. Immutable.</summary>
/// <param name="Hops">
/// In order from the gateway on, silent ones between answering ones included; the silent ones behind the last that answered are left out,
/// since nobody knows how many they are.
/// </param>
/// <param name="Reason">Answered when the destination was reached; else why the walk ended.</param>
/// <param name="Sent">Datagrams that it took.</param>
/// <param name="Invalid">Messages that were thrown away because they quoted no datagram of this walk.</param>
/// <param name="Flags">Of the delays: user-space time, stepped clock.</param>
public sealed record PathWalk(IReadOnlyList<PathHop> Hops, Reason Reason, int Sent, int Invalid, MeasurementFlags Flags)
{
    // FNV-1a, 64 bits: the offset basis and the prime of its authors.
    private const ulong HashStart = 14695981039346656037;
    private const ulong HashPrime = 1099511628211;

    public bool IsReached => Reason == Reason.Answered;

    public int Answering
    {
        get
        {
            var answering = 0;
            foreach (var hop in Hops) answering += hop.IsAnswering ? 1 : 0;
            return answering;
        }
    }

    /// <summary>The gateway, if it answered.</summary>
    public IPAddress? Gateway => Hops.Count > 0 ? Hops[0].Address : null;

    /// <summary>
    /// The first hop beyond the gateway that answers: where the access network's side of the ladder stands. Null when none does, and when
    /// the path has only one hop. The destination itself counts when it is the second hop.
    /// </summary>
    public PathHop? FirstBeyondGateway
    {
        get
        {
            for (var i = 1; i < Hops.Count; i++)
            {
                if (Hops[i].IsAnswering) return Hops[i];
            }

            return null;
        }
    }

    /// <summary>Over the number and address of every hop that answered: the same for the same path, on any machine.</summary>
    public ulong Hash
    {
        get
        {
            var hash = HashStart;
            Span<byte> octets = stackalloc byte[16];
            foreach (var hop in Hops)
            {
                if (hop.Address is not { } address || !address.TryWriteBytes(octets, out var length)) continue;
                hash = Over(octets[..length], (hash ^ hop.Number) * HashPrime);
            }

            return hash;
        }
    }

    /// <summary>Over the address of <see cref="FirstBeyondGateway"/> alone: the same for all lines behind one access node. 0 when there is none.</summary>
    public ulong FirstHopHash
    {
        get
        {
            Span<byte> octets = stackalloc byte[16];
            return FirstBeyondGateway?.Address is { } address && address.TryWriteBytes(octets, out var length) ? Over(octets[..length], HashStart) : 0;
        }
    }

    /// <summary>
    /// Whether two walks may have gone one way: no hop that answered both times has another address, and both destinations stand equally
    /// far. A hop that keeps silent now and then is no change, though it changes the hash.
    /// </summary>
    public bool IsSameRouteAs(PathWalk other)
    {
        if (IsReached && other.IsReached && Hops.Count != other.Hops.Count) return false;
        return Hops.Zip(other.Hops).All(pair => !pair.First.IsAnswering || !pair.Second.IsAnswering || pair.First.Address!.Equals(pair.Second.Address));
    }

    public Measurement ToMeasurement()
    {
        var last = Hops.Count == 0 ? default : Hops[^1];
        return Measurement.Failed(Reason, last.Code) with
        {
            DelayMicroseconds = IsReached ? last.DelayMicroseconds : null,
            Invalid = (ushort)Math.Min(Invalid, ushort.MaxValue),
            Flags = Flags,
            Path = Sent == 0 ? null : new PathFacts((byte)Hops.Count, (byte)Answering, Hash) { FirstHop = FirstHopHash },
        };
    }

    private static ulong Over(ReadOnlySpan<byte> octets, ulong hash)
    {
        foreach (var octet in octets) hash = (hash ^ octet) * HashPrime;
        return hash;
    }

    internal static PathWalk NotMade(Reason reason) => new([], reason, 0, 0, MeasurementFlags.None);
}
