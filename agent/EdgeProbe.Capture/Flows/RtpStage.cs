using EdgeProbe.Capture.Flows.Records;
using EdgeProbe.Capture.Memory;
using EdgeProbe.Capture.Observations;

namespace EdgeProbe.Capture.Flows;

/// <summary>
/// RTP streams, each direction by itself. A stream is one when signalling announced it or when ten packets of one source keep the rules:
/// version 2, numbers that go on, timestamps that never run back and do advance. Told: losses by unique numbers, copies, order, interarrival
/// jitter at the right clock (RFC 3550 section 6.4.1 and appendix A.8) and PDV over the smallest transit (RFC 5481). A stream that comes
/// from a side and misses packets lost them on that side.
/// </summary>
internal sealed partial class RtpStage : IDisposable
{
    private const int Most = 256;
    private const int Enough = 10;
    private const int EnoughSignalled = 2;
    private const int MostBad = 3;
    private const int LargestStep = 50;

    // RFC 3550 appendix A.1 believes 3000 lost in a row; senders that number anew are commoner than such an outage with the stream going on.
    private const int LargestGap = 100;

    private readonly FlowContext _context;
    private readonly FlowBook? _book;
    private readonly MediaTable _media;
    private readonly SlotTable _slots = new(Most);
    private readonly NativeTable<RtpStream> _streams = new(Most);

    public RtpStage(FlowContext context, MediaTable media) => (_context, _book, _media) = (context, context.Book, media);

    public void Take(in Observation seen, in FlowKey key, bool fromLow)
    {
        var own = key with { Low = new IpAddress(key.Low.High ^ seen.Udp.RtpSource, key.Low.Low ^ (fromLow ? 1UL << 63 : 0)) };
        var hash = own.Hash(_context.Secret);
        var slot = _slots.Find(own, hash);
        if (slot < 0)
        {
            Open(seen, own, hash);
            return;
        }

        ref var stream = ref _streams[slot];
        if (stream.Epoch != _context.Epoch)
        {
            (stream.Epoch, stream.HasTransit) = (_context.Epoch, false);
            stream.FirstNs = seen.TimeNs;
            (stream.FirstTimestamp, stream.LastTimestamp) = (seen.Udp.RtpTimestamp, seen.Udp.RtpTimestamp);
        }

        stream.Packets++;
        if (!stream.IsAccepted && !Examine(slot, ref stream, seen)) return;
        if (stream.IsAccepted) _slots.Mark(slot);
        TakeNumber(ref stream, seen);
        TakeTime(ref stream, seen);
        stream.LastNs = seen.TimeNs;
    }

    /// <summary>Once a second: the largest jitter, as a level.</summary>
    public void Advance()
    {
        if (_slots.Count == 0) return;
        for (var slot = 0; slot < Most; slot++)
        {
            if (!_slots.IsUsed(slot) || !_streams[slot].IsAccepted || _context.NowNs - _streams[slot].LastNs > 2_000_000_000) continue;
            ref var stream = ref _streams[slot];
            if (stream.ClockRate > 0)
                _context.Count(PassiveSeries.Rtp, stream.From, Counter.InterarrivalJitterUs, (ulong)(stream.Jitter * 1e6 / stream.ClockRate));
        }
    }

    public void CloseAll()
    {
        for (var slot = 0; slot < Most; slot++)
        {
            if (_slots.IsUsed(slot)) Write(_streams[slot]);
        }
    }

    public void Dispose()
    {
        _slots.Dispose();
        _streams.Dispose();
    }

    private void Open(in Observation seen, in FlowKey key, ulong hash)
    {
        if (_slots.IsFull)
        {
            var victim = _slots.Victim();
            if (_streams[victim].IsAccepted)
            {
                TellLost(_streams[victim], _streams[victim].Numbers.StillMissing());
                Write(_streams[victim]);
                _context.Counters.StreamsEvicted++;
            }

            _slots.Remove(victim);
        }

        var slot = _slots.Add(key, hash);
        ref var stream = ref _streams[slot];
        stream = new RtpStream
        {
            FirstNs = seen.TimeNs,
            LastNs = seen.TimeNs,
            Source = seen.Udp.RtpSource,
            FirstTimestamp = seen.Udp.RtpTimestamp,
            LastTimestamp = seen.Udp.RtpTimestamp,
            HighestTimestamp = seen.Udp.RtpTimestamp,
            PayloadType = seen.Udp.RtpPayloadType,
            Epoch = _context.Epoch,
            From = _context.Sides.SidesOf(seen.Source, seen.Destination).First,
            Record = -1,
            Packets = 1,
        };
        stream.IsSignalled = _media.TryFind(seen.Destination, seen.DestinationPort, stream.PayloadType, out var signalled);
        stream.Numbers.Begin(seen.Udp.RtpSequence);
        SetClock(ref stream, signalled);
        TakeTime(ref stream, seen);
    }

    private static void SetClock(ref RtpStream stream, uint signalled)
    {
        var fixedRate = RtpClocks.Of(stream.PayloadType);
        (stream.ClockRate, stream.Clock) = (signalled, fixedRate) switch
        {
            (> 0, _) => (signalled, ClockSource.Signalling),
            (_, > 0) => (fixedRate, ClockSource.Table),
            _ => (0u, ClockSource.Unknown),
        };
    }

    /// <summary>Holds a candidate to the rules; false when it has left the table.</summary>
    private bool Examine(int slot, ref RtpStream stream, in Observation seen)
    {
        var ahead = stream.Numbers.Ahead(seen.Udp.RtpSequence);
        var advanced = (int)(seen.Udp.RtpTimestamp - stream.HighestTimestamp);
        var isNear = ahead is > -LargestStep and <= LargestStep;
        var isInOrder = ahead <= 0 || advanced >= 0;
        if (isNear && isInOrder) stream.Good++;
        else stream.Bad++;
        stream.HasAdvanced |= ahead > 0 && advanced > 0;
        if (stream.Bad >= MostBad)
        {
            _context.Counters.StreamsRejected++;
            _slots.Remove(slot);
            return false;
        }

        var needed = stream.IsSignalled ? EnoughSignalled : Enough;
        if (stream.Good + 1 >= needed && (stream.HasAdvanced || stream.IsSignalled)) Accept(ref stream, seen);
        return true;
    }

    private void Accept(ref RtpStream stream, in Observation seen)
    {
        stream.IsAccepted = true;
        _context.Count(PassiveSeries.Rtp, stream.From, Counter.Streams);
        if (_book is null) return;
        stream.Record = _book.Streams.Add();
        if (stream.Record < 0)
        {
            _context.Counters.StreamsOmitted++;
            return;
        }

        ref var record = ref _book.Streams[stream.Record];
        (record.Source, record.SourcePort, record.Destination, record.DestinationPort) = (seen.Source, seen.SourcePort, seen.Destination, seen.DestinationPort);
        (record.StartNs, record.StreamSource, record.From, record.IsSignalled) = (stream.FirstNs, stream.Source, stream.From, stream.IsSignalled);
    }

    private void Write(in RtpStream stream)
    {
        if (stream.Record < 0) return;
        ref var record = ref _book!.Streams[stream.Record];
        record.Pdv = stream.Pdv;
        record.Packets = stream.Packets;
        record.Received = stream.EarlierReceived + stream.Numbers.Unique;
        record.Lost = stream.EarlierLost + stream.Numbers.Lost;
        record.Duplicates = stream.EarlierDuplicates + stream.Numbers.Duplicates;
        record.Reordered = stream.EarlierReordered + stream.Numbers.Reordered;
        (record.Bursts, record.Restarts) = (stream.Bursts, stream.Restarts);
        (record.ClockRate, record.Clock, record.PayloadType) = (stream.ClockRate, stream.Clock, stream.PayloadType);
        record.HasJitter = stream.ClockRate > 0;
        if (!record.HasJitter) return;
        record.JitterUs = stream.Jitter * 1e6 / stream.ClockRate;
        record.LargestJitterUs = stream.LargestJitter * 1e6 / stream.ClockRate;
    }
}
