using EdgeProbe.Capture.Flows.Records;
using EdgeProbe.Capture.Memory;
using EdgeProbe.Capture.Observations;

namespace EdgeProbe.Capture.Flows;

/// <summary>
/// DNS over UDP and TCP: from the first query to the first answer, whatever the answer says; a query asked again is a retry of the same
/// one. Unanswered after five seconds is a timeout, where answers are seen at all; an answer that still comes within ten is told as late.
/// Copies of an answer and answers that nobody asked for count as such. A name is only known by a keyed hash.
/// </summary>
internal sealed class DnsStage : IDisposable
{
    private const int Most = 2048;

    // As long as a resolver's client waits before it gives up on a server (resolv.conf(5): RES_TIMEOUT).
    private const long TimeoutNs = 5_000_000_000;
    private const long ForgetNs = RttRules.LongestNs;

    private readonly FlowContext _context;
    private readonly FlowBook? _book;
    private readonly SlotTable _slots = new(Most);
    private readonly NativeTable<Query> _queries = new(Most);
    private readonly DeadlineQueue _deadlines = new(Most, TimeoutNs);
    private readonly DeadlineQueue _given = new(Most, ForgetNs);
    private uint _generation;

    public DnsStage(FlowContext context) => (_context, _book) = (context, context.Book);

    public void Take(in Observation seen, in FlowKey key, bool fromLow)
    {
        _context.Counters.DnsMessages++;
        // The number belongs to the key: one client may ask many things from one port.
        var hash = FlowKey.Mix(key.Hash(_context.Secret) ^ seen.Dns.Id, 0x9E3779B97F4A7C15 ^ seen.Protocol);
        var own = key with { Ports = key.Ports ^ (uint)(seen.Dns.Id * 0x9E37_79B1) };
        var slot = _slots.Find(own, hash);
        if (slot >= 0 && _queries[slot].Epoch != _context.Epoch) Void(slot);
        if (slot >= 0 && !_slots.IsUsed(slot)) slot = -1;
        if ((seen.Dns.Flags & DnsFlags.Response) == 0) Ask(slot, seen, own, fromLow, hash);
        else Answer(slot, seen, fromLow);
    }

    /// <summary>An error about a query: no answer will come.</summary>
    public void Refuse(in FlowKey key, in Observation error)
    {
        // The quoted packet's own number is not in an error's few bytes: the newest query between these ports is meant.
        for (var slot = 0; slot < Most; slot++)
        {
            if (!_slots.IsUsed(slot) || _queries[slot].Key != key || _queries[slot].IsDone || _queries[slot].HasTimedOut) continue;
            _context.Failed(PassiveSeries.Dns, _queries[slot].Side, Reason.ResolverUnreachable, (ushort)(error.Icmp.Type << 8 | error.Icmp.Code));
            if (_book is not null) _book.Dns.RefusedByIcmp++;
            if (_queries[slot].Record >= 0) _book!.Queries[_queries[slot].Record].Outcome = QueryOutcome.Refused;
            Remove(slot);
            return;
        }
    }

    public void Advance()
    {
        while (_deadlines.TryTake(_context.NowNs, out var slot, out var generation))
        {
            ref var query = ref _queries[slot];
            if (query.Generation == generation && !query.IsDone) TimeOut(ref query);
        }

        while (_given.TryTake(_context.NowNs, out var slot, out var generation))
        {
            if (_queries[slot].Generation == generation) Remove(slot);
        }
    }

    public void ForgetDeadlines()
    {
        _deadlines.Clear();
        _given.Clear();
    }

    /// <summary>The end of a file: what was asked five seconds before it has timed out, the rest is undecided.</summary>
    public void CloseAll() => Advance();

    public void Dispose()
    {
        _slots.Dispose();
        _queries.Dispose();
        _deadlines.Dispose();
        _given.Dispose();
    }

    private void Ask(int slot, in Observation seen, in FlowKey key, bool fromLow, ulong hash)
    {
        var isGuess = (seen.Flags & ObservationFlags.Guessed) != 0;
        if (slot >= 0)
        {
            ref var known = ref _queries[slot];
            if (!known.IsDone && !known.HasTimedOut && known.NameHash == seen.Dns.NameHash && known.QueryType == seen.Dns.QueryType && known.FromLow == fromLow)
            {
                Retry(ref known);
                return;
            }

            GiveUp(slot);
        }

        if (_slots.IsFull)
        {
            GiveUp(_slots.Victim());
            _context.Counters.QueriesEvicted++;
        }

        slot = _slots.Add(key, hash);
        _queries[slot] = new Query
        {
            Key = FlowKey.Of(seen, out _),
            AskedNs = seen.TimeNs,
            NameHash = seen.Dns.NameHash,
            QueryType = seen.Dns.QueryType,
            FromLow = fromLow,
            Side = _context.Sides.SideOfServer(seen.Source, seen.Destination),
            Generation = ++_generation,
            Epoch = _context.Epoch,
            IsGuess = isGuess,
            Record = isGuess ? -1 : Open(seen, isQuestion: true, seen.TimeNs),
        };
        if (!isGuess) _deadlines.Add(slot, _generation, seen.TimeNs);
        _given.Add(slot, _generation, seen.TimeNs);
        if (_book is not null && !isGuess) _book.Dns.Queries++;
    }

    private void Retry(ref Query query)
    {
        if (query.IsGuess) return;
        _context.Count(PassiveSeries.Dns, query.Side, Counter.QueryRetries);
        if (_book is null) return;
        _book.Dns.Retries++;
        if (query.Record >= 0) _book.Queries[query.Record].Retries++;
    }

    private void Answer(int slot, in Observation seen, bool fromLow)
    {
        var answers = slot >= 0 && _queries[slot].FromLow != fromLow
            && (seen.Dns.NameHash == 0 || _queries[slot].NameHash == 0 || seen.Dns.NameHash == _queries[slot].NameHash);
        if (!answers && (seen.Flags & ObservationFlags.Guessed) != 0) return;
        if (!answers)
        {
            _context.Count(PassiveSeries.Dns, _context.Sides.SideOfServer(seen.Destination, seen.Source), Counter.UnaskedAnswers);
            if (_book is not null) _book.Dns.UnaskedAnswers++;
            return;
        }

        ref var query = ref _queries[slot];
        if (query.IsDone)
        {
            if (_book is not null) _book.Dns.DuplicateAnswers++;
            return;
        }

        if (query.IsGuess) Believe(ref query, seen);
        query.IsDone = true;
        var took = seen.TimeNs - query.AskedNs;
        var answer = AnswerOf(seen.Dns);
        if (query.HasTimedOut)
        {
            // Its failure was told when the client had given up; that the resolver lives is known now.
            _context.Count(PassiveSeries.Dns, query.Side, Counter.LateAnswers);
            if (_book is not null) Write(query, answer, took, isTruncated: false);
            return;
        }

        _context.Count(PassiveSeries.Dns, query.Side, CounterOf(answer));
        if ((seen.Dns.Flags & DnsFlags.Truncated) != 0) _context.Count(PassiveSeries.Dns, query.Side, Counter.TruncatedAnswers);
        if (_context.IsPossible(took)) _context.Answered(PassiveSeries.Dns, query.Side, took, seen.Dns.ResponseCode);
        if (_book is not null) Write(query, answer, took, (seen.Dns.Flags & DnsFlags.Truncated) != 0);
    }

    /// <summary>What looked like a question, on a port that is not DNS's, has been answered with its own number and name.</summary>
    private void Believe(ref Query query, in Observation answer)
    {
        query.IsGuess = false;
        if (_book is null) return;
        _book.Dns.Queries++;
        query.Record = Open(answer, isQuestion: false, query.AskedNs);
    }

    private void Write(in Query query, DnsAnswer answer, long took, bool isTruncated)
    {
        var totals = _book!.Dns;
        totals.Answered++;
        if (query.HasTimedOut)
        {
            totals.Late++;
            totals.Timeouts--;
        }

        totals.ByAnswer[(int)answer]++;
        if (isTruncated) totals.Truncated++;
        if (RttRules.IsPossible(took)) _book.Samples.Add(ref totals.Times, took);
        if (query.Record < 0) return;
        ref var record = ref _book.Queries[query.Record];
        (record.Outcome, record.Answer, record.AnswerNs) = (QueryOutcome.Answered, answer, RttRules.IsPossible(took) ? took : -1);
    }

    private void TimeOut(ref Query query)
    {
        if (!_context.SeesAnswers) return;
        query.HasTimedOut = true;
        _context.Failed(PassiveSeries.Dns, query.Side, Reason.ResolverTimedOut);
        if (_book is null) return;
        _book.Dns.Timeouts++;
        if (query.Record >= 0) _book.Queries[query.Record].Outcome = QueryOutcome.TimedOut;
    }

    private void Void(int slot)
    {
        if (!_queries[slot].IsDone) _context.Counters.Voided++;
        GiveUp(slot);
    }

    private void GiveUp(int slot)
    {
        if (_book is not null && !_queries[slot].IsDone && !_queries[slot].HasTimedOut && !_queries[slot].IsGuess) _book.Dns.GivenUp++;
        Remove(slot);
    }

    private void Remove(int slot)
    {
        _queries[slot].Generation = 0;
        _slots.Remove(slot);
    }

    private int Open(in Observation seen, bool isQuestion, long askedNs)
    {
        if (_book is null) return -1;
        var id = _book.Queries.Add();
        if (id < 0)
        {
            _context.Counters.QueriesOmitted++;
            return -1;
        }

        ref var record = ref _book.Queries[id];
        (record.Client, record.ClientPort) = isQuestion ? (seen.Source, seen.SourcePort) : (seen.Destination, seen.DestinationPort);
        (record.Resolver, record.ResolverPort) = isQuestion ? (seen.Destination, seen.DestinationPort) : (seen.Source, seen.SourcePort);
        (record.StartNs, record.AnswerNs, record.IsTcp) = (askedNs, -1, seen.Protocol == 6);
        record.Side = _context.Sides.SideOfServer(record.Client, record.Resolver);
        return id;
    }

    // RFC 1035 section 4.1.1; no error and no record is no data (RFC 2308 section 2.2).
    private static DnsAnswer AnswerOf(in DnsFacts dns) => dns.ResponseCode switch
    {
        0 => (dns.Flags & DnsFlags.HasAnswer) != 0 ? DnsAnswer.NoError : DnsAnswer.NoData,
        2 => DnsAnswer.ServerFailure,
        3 => DnsAnswer.NameError,
        5 => DnsAnswer.Refused,
        _ => DnsAnswer.Other,
    };

    private static Counter CounterOf(DnsAnswer answer) => answer switch
    {
        DnsAnswer.NoError => Counter.NoErrorAnswers,
        DnsAnswer.NoData => Counter.NoDataAnswers,
        DnsAnswer.NameError => Counter.NameErrorAnswers,
        DnsAnswer.ServerFailure => Counter.ServerFailureAnswers,
        DnsAnswer.Refused => Counter.RefusedAnswers,
        _ => Counter.OtherAnswers,
    };

    private struct Query
    {
        public FlowKey Key;
        public long AskedNs;
        public ulong NameHash;
        public uint Generation;
        public int Record;
        public ushort QueryType;
        public Side Side;
        public byte Epoch;
        public bool FromLow;
        public bool IsDone;
        public bool HasTimedOut;

        /// <summary>On another port than DNS's, and not yet answered: counted nowhere.</summary>
        public bool IsGuess;
    }
}
