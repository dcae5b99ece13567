using EdgeProbe.Capture.Observations;

namespace EdgeProbe.Capture.Flows;

/// <summary>
/// Round trips from the probe to a receiver and back: from a segment to the acknowledgment that covers its last byte. Only new data is
/// armed, never a bare acknowledgment, and nothing that was sent twice is measured (Karn). Where an earlier segment was sent again or came
/// late behind it, an acknowledgment tells of that one: such samples are left out, and the timestamp's echo (RFC 7323 section 4.3) or the
/// SACK block that names the segment (RFC 2018 section 4) stands in. An echo keeps the first segment of its timestamp, so it may
/// over-estimate and never under-estimates.
/// </summary>
internal sealed partial class TcpStage
{
    // Larger than a segment of the largest common MTU: several were put together, so no acknowledgment was held back for one.
    private const uint OneSegment = 1600;

    // No window is larger (RFC 7323 section 2.3).
    private const uint LargestWindow = 1 << 30;

    private void Acknowledge(ref TcpFlow flow, int half, in Observation seen)
    {
        ref var data = ref flow.Halves[half];
        if (!data.IsValid) return;
        var number = seen.Tcp.Acknowledgment;
        if (Serial.IsBefore(data.Right, number) && !AcknowledgeUnseen(ref data, number, seen.TimeNs)) return;
        if ((seen.Tcp.Options & TcpOptions.Sack) != 0) TakeSack(ref flow, half, seen);
        if (Serial.IsBefore(data.Acked, number)) Advance(ref flow, half, seen, number);
        else CountDuplicate(ref flow, half, seen, number);
    }

    /// <summary>The receiver has what the probe has not seen: lost by the capture, or seen in another order. False for a wild number.</summary>
    private bool AcknowledgeUnseen(ref TcpHalf data, uint number, long timeNs)
    {
        if (number - data.Right > LargestWindow)
        {
            _context.Counters.SequenceJumps++;
            return false;
        }

        OpenHole(ref data, data.Right, number, timeNs, isAcknowledged: true);
        data.Right = number;
        return true;
    }

    private void Advance(ref TcpFlow flow, int half, in Observation seen, uint number)
    {
        ref var data = ref flow.Halves[half];
        var segments = DropAcknowledged(ref data, number);
        var isMeasured = data.Ring.Count > 0 && MeasureFirst(ref flow, half, seen, number, segments);
        if (!isMeasured && data.Trouble != 0) isMeasured = MeasureFill(ref flow, half, seen, number);
        if (data.IsTimestampArmed && (seen.Tcp.Options & TcpOptions.Timestamps) != 0) MatchEcho(ref flow, half, seen, isMeasured);
        data.Acked = number;
        if (data.Trouble == 0) return;
        _trouble[data.Trouble].DropTaintsBelow(number);
        RetireHoles(ref flow, half, seen.TimeNs);
    }

    private uint DropAcknowledged(ref TcpHalf data, uint number)
    {
        var segments = 0u;
        // Ends: each segment is dropped once.
        while (data.Ring.Count > 0)
        {
            ref var first = ref data.Ring.At(_rings, 0);
            if (!Serial.IsBefore(first.End, number)) break;
            segments += first.End - first.Start > OneSegment ? 2u : 1u;
            data.Ring.DropFirst(_rings);
        }

        return segments;
    }

    /// <summary>
    /// The segment whose last byte, or with merged segments some byte, is acknowledged. A receiver may hold back the acknowledgment of a
    /// single segment at the end of what was sent (RFC 9293 section 3.8.6.3), and an application's answer may carry it: such a sample is a
    /// suspect.
    /// </summary>
    private bool MeasureFirst(ref TcpFlow flow, int half, in Observation seen, uint number, uint segments)
    {
        ref var data = ref flow.Halves[half];
        var first = data.Ring.At(_rings, 0);
        if (first.End == number) data.Ring.DropFirst(_rings);
        if (!Serial.IsBefore(first.Start, number) || IsTainted(data, first)) return false;
        segments += first.End - first.Start > OneSegment ? 2u : 1u;
        var isSuspect = segments == 1 && number == data.Right;
        AddRtt(ref flow, half, seen.TimeNs - first.TimeNs, isSuspect, isByTimestamp: false);
        return true;
    }

    private bool IsTainted(in TcpHalf data, in ArmedSegment segment) =>
        data.Trouble != 0 && _trouble[data.Trouble].IsTainted(segment.Start, segment.End);

    /// <summary>An acknowledgment that stops where a late segment ends, for want of the next, is that segment's own.</summary>
    private bool MeasureFill(ref TcpFlow flow, int half, in Observation seen, uint number)
    {
        if (!_trouble[flow.Halves[half].Trouble].TryTakeFill(number, out var armedNs)) return false;
        AddRtt(ref flow, half, seen.TimeNs - armedNs, isSuspect: false, isByTimestamp: false);
        return true;
    }

    private void MatchEcho(ref TcpFlow flow, int half, in Observation seen, bool isMeasured)
    {
        ref var data = ref flow.Halves[half];
        var echo = seen.Tcp.TimestampEcho;
        if (Serial.IsBefore(echo, data.ArmedTimestamp)) return;
        data.IsTimestampArmed = false;
        if (isMeasured || echo != data.ArmedTimestamp) return;
        AddRtt(ref flow, half, seen.TimeNs - data.ArmedTimestampNs, isSuspect: seen.Tcp.Acknowledgment == data.Right, isByTimestamp: true);
    }

    private void TakeSack(ref TcpFlow flow, int half, in Observation seen)
    {
        ref readonly var tcp = ref seen.Tcp;
        // RFC 2883 section 4: a first block below the acknowledgment, or inside the second, tells of a copy.
        var isCopy = Serial.IsAtOrBefore(tcp.SackRight, tcp.Acknowledgment)
            || (tcp.SecondSackLeft != tcp.SecondSackRight
                && Serial.IsAtOrBefore(tcp.SecondSackLeft, tcp.SackLeft) && Serial.IsAtOrBefore(tcp.SackRight, tcp.SecondSackRight));
        if (isCopy) Forgive(ref flow, half, tcp.SackLeft, tcp.SackRight);
        else MeasureSelected(ref flow, half, tcp.SackRight, seen.TimeNs);
    }

    /// <summary>The first block holds the segment that made the receiver speak; at its right edge while data comes in order of sending.</summary>
    private void MeasureSelected(ref TcpFlow flow, int half, uint right, long timeNs)
    {
        ref var data = ref flow.Halves[half];
        var position = data.Ring.FirstEndingFrom(_rings, right);
        if (position == data.Ring.Count) return;
        ref var segment = ref data.Ring.At(_rings, position);
        // A segment that came late below it would have made the receiver speak of the same block.
        if (segment.End != right || segment.Start == segment.End || IsTainted(data, segment)) return;
        var elapsed = timeNs - segment.TimeNs;
        segment.Start = segment.End;
        AddRtt(ref flow, half, elapsed, isSuspect: false, isByTimestamp: false);
    }

    /// <summary>RFC 5681 section 2: same number, same window, nothing in it, and data under way.</summary>
    private void CountDuplicate(ref TcpFlow flow, int half, in Observation seen, uint number)
    {
        ref var data = ref flow.Halves[half];
        var isDuplicate = number == data.Acked && data.Acked != data.Right && seen.PayloadLength == 0
            && (seen.TcpFlags & TcpFlags.Fin) == 0 && seen.Tcp.Window == flow.Halves[half ^ 1].Window;
        if (!isDuplicate) return;
        _context.Count(PassiveSeries.TcpRtt, flow.ReceiverOf(half), Counter.DuplicateAcks);
        if (flow.Record >= 0) _book!.Connection(flow.Record).DuplicateAcks++;
    }

    private void AddRtt(ref TcpFlow flow, int half, long ns, bool isSuspect, bool isByTimestamp)
    {
        if (!_context.IsPossible(ns))
        {
            if (flow.Record >= 0) _book!.Connection(flow.Record).Impossible++;
            return;
        }

        ref var data = ref flow.Halves[half];
        data.RttSamples++;
        data.SmallestRttNs = data.RttSamples == 1 ? ns : Math.Min(data.SmallestRttNs, ns);
        if (flow.Record >= 0)
        {
            ref var rtt = ref _book!.Connection(flow.Record).Rtt[half];
            if (isByTimestamp) rtt.ByTimestamp++;
            else _book.Samples.Add(ref rtt.Samples, ns);
            if (isSuspect && !isByTimestamp) rtt.DelayedAckSuspects++;
        }

        if (!flow.Is(TcpFlowFlags.HasSides)) return;
        var side = flow.ReceiverOf(half);
        if (isSuspect) _context.Count(PassiveSeries.TcpRtt, side, Counter.DelayedAcks);
        else Tell(side, ns);
    }

    private void Tell(Side side, long ns)
    {
        _context.Answered(PassiveSeries.TcpRtt, side, ns);
        if (_context.IsLoaded) _context.Answered(PassiveSeries.LoadedTcpRtt, side, ns);
    }
}
