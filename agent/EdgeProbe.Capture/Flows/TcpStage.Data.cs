using EdgeProbe.Capture.Observations;

namespace EdgeProbe.Capture.Flows;

/// <summary>
/// Which bytes were seen, and what became of those that came again or late. Bytes seen twice were lost behind the probe; a hole that is
/// filled by bytes never seen was lost before it. Told by bytes, so merged segments do not matter. Misses a loss at the very end of what was
/// sent, and the loss of a repetition before the probe: it under-counts a little and never invents.
/// </summary>
internal sealed partial class TcpStage
{
    private void TakeData(ref TcpFlow flow, int half, in Observation seen)
    {
        ref var data = ref flow.Halves[half];
        var sequence = seen.Tcp.Sequence;
        var hasFin = (seen.TcpFlags & TcpFlags.Fin) != 0;
        if (!hasFin && seen.PayloadLength <= 1 && sequence + 1 == data.Right && IsKeepAlive(ref flow, half, seen)) return;
        var length = seen.PayloadLength + (hasFin ? 1u : 0u);
        if (length == 0) return;
        data.HasFin |= hasFin;
        if (flow.Is(TcpFlowFlags.HasSides))
        {
            _context.PayloadBytes += seen.PayloadLength;
            _context.Segments++;
        }

        var end = sequence + length;
        if (sequence == data.Right) Extend(ref data, sequence, end, seen);
        else if (Serial.IsBefore(data.Right, sequence)) Leap(ref data, sequence, end, seen);
        else Return(ref flow, half, seen, end);
    }

    /// <summary>
    /// RFC 9293 section 3.8.4: nothing or one byte that the other end has long acknowledged. One byte towards a closed window is a probe
    /// of that window (section 3.8.6.1). Neither is data.
    /// </summary>
    private bool IsKeepAlive(ref TcpFlow flow, int half, in Observation seen)
    {
        ref var data = ref flow.Halves[half];
        var isProbe = flow.Halves[half ^ 1].IsWindowZero && seen.PayloadLength == 1;
        if (!isProbe && data.Acked != data.Right) return false;
        if (flow.Record >= 0)
        {
            ref var record = ref _book!.Connection(flow.Record);
            if (isProbe) record.WindowProbes++;
            else record.KeepAlives++;
        }

        if (!isProbe) _context.Count(PassiveSeries.TcpRtt, flow.SenderOf(half), Counter.KeepAlives);
        return true;
    }

    private void Extend(ref TcpHalf data, uint sequence, uint end, in Observation seen)
    {
        data.Right = end;
        Arm(ref data, sequence, end, seen);
    }

    /// <summary>Bytes were passed over: lost before the probe, on another way, or late.</summary>
    private void Leap(ref TcpHalf data, uint sequence, uint end, in Observation seen)
    {
        if (sequence - data.Right > LargestWindow)
        {
            _context.Counters.SequenceJumps++;
            return;
        }

        OpenHole(ref data, data.Right, sequence, seen.TimeNs, isAcknowledged: false);
        data.Right = end;
        Arm(ref data, sequence, end, seen);
    }

    private void Arm(ref TcpHalf data, uint start, uint end, in Observation seen)
    {
        // Half a percent of the smallest round trip: what that adds to a sample is less than a window's sketch can tell.
        var sameNs = Math.Max(1000, data.SmallestRttNs / 200);
        if (!data.Ring.TryArm(_rings, start, end, seen.TimeNs, sameNs)) _context.Counters.SegmentsNotArmed++;
        ArmTimestamp(ref data, seen);
    }

    /// <summary>One timestamp at a time, and only one newer than any before (RFC 7323 section 5.2): the first segment that carries it.</summary>
    private static void ArmTimestamp(ref TcpHalf data, in Observation seen)
    {
        if ((seen.Tcp.Options & TcpOptions.Timestamps) == 0) return;
        var value = seen.Tcp.TimestampValue;
        if (data.HasTimestamp && !Serial.IsBefore(data.NewestTimestamp, value)) return;
        (data.HasTimestamp, data.NewestTimestamp) = (true, value);
        if (data.IsTimestampArmed && seen.TimeNs - data.ArmedTimestampNs <= RttRules.LongestNs) return;
        (data.IsTimestampArmed, data.ArmedTimestamp, data.ArmedTimestampNs) = (true, value, seen.TimeNs);
    }

    /// <summary>Bytes below the highest seen: they fill a hole, or were seen before.</summary>
    private void Return(ref TcpFlow flow, int half, in Observation seen, uint end)
    {
        ref var data = ref flow.Halves[half];
        var start = seen.Tcp.Sequence;
        var old = Serial.Earlier(end, data.Right);
        if (seen.PayloadLength == 0)
        {
            // A FIN once more: nothing of the customer's was lost by it.
            ArmTimestamp(ref data, seen);
            return;
        }

        var filled = data.Trouble == 0 ? default : Fill(ref data, start, old, seen.TimeNs, RoundTripNs(flow));
        if (filled.Any) Filled(ref flow, half, filled);
        else if (Serial.IsBefore(data.Acked, old)) Repeated(ref flow, half, start, old);
        else Unneeded(ref flow, half);
        Distrust(ref data, start, old);
        if (filled.Lost + filled.Reordered == seen.PayloadLength) _trouble[data.Trouble].ArmFill(start, end, seen.TimeNs);
        ArmTimestamp(ref data, seen);
        if (Serial.IsBefore(data.Right, end)) data.Right = end;
    }

    private void Filled(ref TcpFlow flow, int half, in FilledBytes filled)
    {
        var side = flow.SenderOf(half);
        if (filled.Lost > 0) Lost(ref flow, half, side, filled.Lost, half);
        else if (filled.Acknowledged > 0) Unneeded(ref flow, half);
        if (filled.Reordered == 0) return;
        _context.Count(PassiveSeries.TcpRtt, side, Counter.ReorderedSegments);
        if (flow.Record >= 0) _book!.Connection(flow.Record).Reordered[half ^ 1]++;
    }

    private void Repeated(ref TcpFlow flow, int half, uint start, uint end)
    {
        ref var data = ref flow.Halves[half];
        Lost(ref flow, half, flow.ReceiverOf(half), end - start, half ^ 1);
        if (_trouble.TryHave(ref data.Trouble)) _trouble[data.Trouble].RememberRepeat(start, end);
    }

    /// <summary>Lost at the server's place (1 of the sender's half when the server sends) or the client's.</summary>
    private void Lost(ref TcpFlow flow, int half, Side side, uint bytes, int place)
    {
        _context.Count(PassiveSeries.TcpRtt, side, Counter.LostBytes, bytes);
        _context.Count(PassiveSeries.TcpRtt, side, Counter.LostSegments, SegmentsIn(bytes));
        if (flow.Record < 0) return;
        ref var record = ref _book!.Connection(flow.Record);
        record.LostSegments[place ^ 1] += SegmentsIn(bytes);
        record.LostBytes[place ^ 1] += bytes;
    }

    private void Unneeded(ref TcpFlow flow, int half)
    {
        _context.Count(PassiveSeries.TcpRtt, flow.SenderOf(half), Counter.SpuriousSegments);
        if (flow.Record >= 0) _book!.Connection(flow.Record).Spurious[half ^ 1]++;
    }

    /// <summary>The receiver says that it got a copy: what was counted as lost was not.</summary>
    private void Forgive(ref TcpFlow flow, int half, uint left, uint right)
    {
        ref var data = ref flow.Halves[half];
        if (data.Trouble == 0 || !_trouble[data.Trouble].TryForgive(left, right, out var bytes)) return;
        Unneeded(ref flow, half);
        _context.Count(PassiveSeries.TcpRtt, flow.ReceiverOf(half), Counter.ForgivenBytes, bytes);
        if (flow.Record < 0) return;
        ref var record = ref _book!.Connection(flow.Record);
        record.LostSegments[half] -= Math.Min(record.LostSegments[half], SegmentsIn(bytes));
        record.LostBytes[half] -= Math.Min(record.LostBytes[half], bytes);
    }

    /// <summary>
    /// What was sent twice is not measured, and an acknowledgment over what was sent before the repetition tells of the repetition.
    /// </summary>
    private void Distrust(ref TcpHalf data, uint start, uint end)
    {
        if (_trouble.TryHave(ref data.Trouble))
        {
            _trouble[data.Trouble].Taint(start, data.Right);
            _trouble[data.Trouble].DisarmFills(start);
        }
        else
        {
            // No place to remember what is in doubt: then all of it is given up.
            data.Ring.Clear(_rings);
        }

        var position = data.Ring.FirstEndingFrom(_rings, start + 1);
        // Ends: at the segment behind the range; a repetition seldom spans more than two.
        for (var i = 0; i < 4 && position < data.Ring.Count; i++, position++)
        {
            ref var segment = ref data.Ring.At(_rings, position);
            if (!Serial.IsBefore(segment.Start, end)) return;
            segment.Start = segment.End;
        }
    }

    /// <summary>Between both ends in nanoseconds, as well as it is known; 0 when it is not.</summary>
    private static long RoundTripNs(in TcpFlow flow) =>
        (flow.Halves[0].RttSamples > 0 ? flow.Halves[0].SmallestRttNs : Math.Max(0, flow.ServerConnectNs))
        + (flow.Halves[1].RttSamples > 0 ? flow.Halves[1].SmallestRttNs : Math.Max(0, flow.ClientConnectNs));

    private static uint SegmentsIn(uint bytes) => bytes <= OneSegment ? 1 : (bytes + UsualSegment - 1) / UsualSegment;

    // An Ethernet frame's worth with timestamps.
    private const uint UsualSegment = 1448;
}
