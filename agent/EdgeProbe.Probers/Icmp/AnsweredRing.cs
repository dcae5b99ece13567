namespace EdgeProbe.Probers.Icmp;

/// <summary>
/// The last attempts that are over, so that a second answer is known as a duplicate and a late one as late. Guarded by the channel's lock.
/// </summary>
internal sealed class AnsweredRing
{
    // As many as can be under way: a copy that comes later than a thousand packets is nobody's any more.
    private readonly Over[] _over = new Over[Sockets.AttemptTable.Capacity];

    public void Add(ushort sequence, ulong token, IcmpSession session, bool answered) =>
        _over[sequence % _over.Length] = new Over(sequence, token, session, answered);

    public bool TryFind(ushort sequence, ulong token, out IcmpSession session, out bool answered)
    {
        var over = _over[sequence % _over.Length];
        (session, answered) = (over.Session!, over.Answered);
        return over.Session is not null && over.Sequence == sequence && over.Token == token;
    }

    private readonly record struct Over(ushort Sequence, ulong Token, IcmpSession? Session, bool Answered);
}
