using EdgeProbe.Capture.Flows.Records;
using EdgeProbe.Capture.Memory;
using EdgeProbe.Capture.Observations;

namespace EdgeProbe.Capture.Flows;

/// <summary>
/// Echoes that the customer's devices send or answer: request to reply, unanswered after five seconds. The side is the replier's. Errors are
/// counted by what they say; attributing them to flows is for the stages of those flows.
/// </summary>
internal sealed class IcmpStage : IDisposable
{
    private const int Most = 1024;
    private const long TimeoutNs = 5_000_000_000;
    private const byte V4Reply = 0;
    private const byte V6Reply = 129;

    private readonly FlowContext _context;
    private readonly FlowBook? _book;
    private readonly SlotTable _slots = new(Most);
    private readonly NativeTable<Echo> _echoes = new(Most);
    private readonly DeadlineQueue _deadlines = new(Most, TimeoutNs);
    private uint _generation;

    public IcmpStage(FlowContext context) => (_context, _book) = (context, context.Book);

    public void Take(in Observation seen, in FlowKey key, bool fromLow)
    {
        _context.Counters.IcmpPackets++;
        var own = key with { Ports = key.Ports & 0xffff | (uint)seen.Icmp.Sequence << 16 };
        var hash = own.Hash(_context.Secret);
        var slot = _slots.Find(own, hash);
        if (slot >= 0 && _echoes[slot].Epoch != _context.Epoch)
        {
            _context.Counters.Voided++;
            Remove(slot);
            slot = -1;
        }

        if (seen.Icmp.Type is V4Reply or V6Reply) Reply(slot, seen, fromLow);
        else Request(slot, seen, own, fromLow, hash);
    }

    /// <summary>Counts an error about a customer's packet and says of which class it is.</summary>
    public IcmpErrorClass TakeError(in Observation seen)
    {
        _context.Counters.IcmpPackets++;
        var of = ClassOf(seen);
        if (_book is not null) _book.Echo.Errors[(int)of]++;
        var side = _context.Sides.SideOfServer(seen.Source, seen.Destination);
        _context.Count(PassiveSeries.IcmpEcho, side, CounterOf(of));
        return of;
    }

    public void Advance()
    {
        while (_deadlines.TryTake(_context.NowNs, out var slot, out var generation))
        {
            ref var echo = ref _echoes[slot];
            if (echo.Generation != generation) continue;
            if (!echo.IsDone && _context.SeesAnswers)
            {
                _context.Failed(PassiveSeries.IcmpEcho, echo.Side, Reason.TimedOut);
                if (_book is not null) _book.Echo.Timeouts++;
            }

            Remove(slot);
        }
    }

    public void ForgetDeadlines() => _deadlines.Clear();

    public void Dispose()
    {
        _slots.Dispose();
        _echoes.Dispose();
        _deadlines.Dispose();
    }

    private void Request(int slot, in Observation seen, in FlowKey key, bool fromLow, ulong hash)
    {
        if (slot >= 0) Remove(slot); // the number has come round
        if (_slots.IsFull)
        {
            Remove(_slots.Victim());
            _context.Counters.EchoesEvicted++;
        }

        slot = _slots.Add(key, hash);
        _echoes[slot] = new Echo
        {
            SentNs = seen.TimeNs,
            Generation = ++_generation,
            Epoch = _context.Epoch,
            FromLow = fromLow,
            Side = _context.Sides.SideOfServer(seen.Source, seen.Destination),
        };
        _deadlines.Add(slot, _generation, seen.TimeNs);
        if (_book is not null) _book.Echo.Requests++;
    }

    private void Reply(int slot, in Observation seen, bool fromLow)
    {
        if (slot < 0 || _echoes[slot].FromLow == fromLow) return;
        ref var echo = ref _echoes[slot];
        if (echo.IsDone)
        {
            if (_book is not null) _book.Echo.Duplicates++;
            return;
        }

        echo.IsDone = true;
        var took = seen.TimeNs - echo.SentNs;
        if (!_context.IsPossible(took)) return;
        _context.Answered(PassiveSeries.IcmpEcho, echo.Side, took);
        if (_book is null) return;
        _book.Echo.Answered++;
        ref var bag = ref _book.Echo.Unknown;
        if (echo.Side == Side.Lan) bag = ref _book.Echo.Lan;
        else if (echo.Side == Side.Wan) bag = ref _book.Echo.Wan;
        _book.Samples.Add(ref bag, took);
    }

    private void Remove(int slot)
    {
        _echoes[slot].Generation = 0;
        _slots.Remove(slot);
    }

    // RFC 792 and RFC 1122 section 3.2.2.1; RFC 4443 section 3.
    private static IcmpErrorClass ClassOf(in Observation seen) => ((seen.Flags & ObservationFlags.V6) != 0, seen.Icmp.Type, seen.Icmp.Code) switch
    {
        (false, 3, 4) or (true, 2, _) => IcmpErrorClass.TooBig,
        (false, 3, 0 or 6 or 11) or (true, 1, 0) => IcmpErrorClass.Network,
        (false, 3, 1 or 7 or 8 or 12) or (true, 1, 2 or 3) => IcmpErrorClass.Host,
        (false, 3, 2 or 3) or (true, 1, 4) => IcmpErrorClass.Port,
        (false, 3, 9 or 10 or 13) or (true, 1, 1 or 5 or 6) => IcmpErrorClass.Prohibited,
        (false, 11, _) or (true, 3, _) => IcmpErrorClass.TimeToLive,
        _ => IcmpErrorClass.Other,
    };

    private static Counter CounterOf(IcmpErrorClass of) => of switch
    {
        IcmpErrorClass.Network => Counter.NetworkUnreachable,
        IcmpErrorClass.Host => Counter.HostUnreachable,
        IcmpErrorClass.Port => Counter.PortUnreachable,
        IcmpErrorClass.Prohibited => Counter.AdministrativelyProhibited,
        IcmpErrorClass.TooBig => Counter.PacketTooBig,
        IcmpErrorClass.TimeToLive => Counter.TtlExceeded,
        _ => Counter.OtherUnreachable,
    };

    private struct Echo
    {
        public long SentNs;
        public uint Generation;
        public byte Epoch;
        public Side Side;
        public bool FromLow;
        public bool IsDone;
    }
}
