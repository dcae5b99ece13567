namespace EdgeProbe.Lab.Links;

/// <summary>
/// What one direction of a link has done since it began: the truth that a measurement is compared with. Taken in one piece, so
/// Received + Duplicated = Delivered + Lost + Failed + Pending holds in every snapshot.
/// Multicast (neighbour chatter of the hosts) is passed on untouched and appears in <see cref="Multicast"/> only.
/// </summary>
public readonly record struct LinkCounters
{
    /// <summary>Packets that entered the link; each has a number, from 0.</summary>
    public long Received { get; init; }

    /// <summary>Bytes of those packets, IP header included.</summary>
    public long ReceivedBytes { get; init; }

    /// <summary>Packets handed to the far end, copies included.</summary>
    public long Delivered { get; init; }

    public long DeliveredBytes { get; init; }

    /// <summary>Lost one by one.</summary>
    public long LostRandom { get; init; }

    /// <summary>Lost in the bad state of the Gilbert-Elliott model.</summary>
    public long LostBurst { get; init; }

    /// <summary>Found the queue of a rate-limited link full.</summary>
    public long LostQueue { get; init; }

    /// <summary>Delivered a second time.</summary>
    public long Duplicated { get; init; }

    /// <summary>Delivered after a packet with a higher number (RFC 4737 section 3.3).</summary>
    public long Reordered { get; init; }

    /// <summary>Delivered with a bit flipped.</summary>
    public long Corrupted { get; init; }

    /// <summary>The far end's device refused it: it is down.</summary>
    public long Failed { get; init; }

    /// <summary>On the way now.</summary>
    public long Pending { get; init; }

    public long Multicast { get; init; }

    /// <summary>All that the link was told to lose.</summary>
    public long Lost => LostRandom + LostBurst + LostQueue;
}
