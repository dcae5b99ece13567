using EdgeProbe.Capture.Flows.Records;
using EdgeProbe.Capture.Observations;

namespace EdgeProbe.Capture.Flows;

/// <summary>What one packet adds to its stream.</summary>
internal sealed partial class RtpStage
{
    // Long enough for a rate to stand out from the packets' own disorder.
    private const long InferAfterNs = 400_000_000;

    // Seconds: no network shifts one packet against the next by more and still plays.
    private const int LongestSwing = 2;

    private void TakeNumber(ref RtpStream stream, in Observation seen)
    {
        var ahead = stream.Numbers.Ahead(seen.Udp.RtpSequence);
        if (ahead is > LargestGap or < -LargestGap)
        {
            Jump(ref stream, seen);
            return;
        }

        stream.HasJump = false;
        if (ahead <= 0)
        {
            stream.Numbers.TryFill(-ahead);
            return;
        }

        if (ahead > 1) stream.Bursts++;
        var missed = stream.Numbers.Advance(ahead);
        if (stream.IsAccepted && missed > 0) TellLost(stream, missed);
    }

    /// <summary>
    /// Two packets in a row that go on elsewhere: the sender has begun a new row of numbers, which is no loss, however long it was silent.
    /// One alone is passed over.
    /// </summary>
    private static void Jump(ref RtpStream stream, in Observation seen)
    {
        if (!stream.HasJump || seen.Udp.RtpSequence != (ushort)(stream.JumpedTo + 1))
        {
            (stream.HasJump, stream.JumpedTo) = (true, seen.Udp.RtpSequence);
            return;
        }

        stream.EarlierReceived += stream.Numbers.Unique;
        stream.EarlierLost += stream.Numbers.Lost;
        stream.EarlierDuplicates += stream.Numbers.Duplicates;
        stream.EarlierReordered += stream.Numbers.Reordered;
        stream.Numbers = default;
        stream.Numbers.Begin(stream.JumpedTo);
        stream.Numbers.Advance(1);
        stream.Restarts++;
        stream.HasTransit = false;
        (stream.HasJump, stream.HighestTimestamp) = (false, seen.Udp.RtpTimestamp);
    }

    private void TakeTime(ref RtpStream stream, in Observation seen)
    {
        var isVoice = seen.Udp.RtpPayloadType == stream.PayloadType;
        if (stream.ClockRate == 0 && isVoice) Infer(ref stream, seen);
        if (stream.ClockRate > 0 && isVoice) Measure(ref stream, seen);
        if ((int)(seen.Udp.RtpTimestamp - stream.HighestTimestamp) > 0) stream.HighestTimestamp = seen.Udp.RtpTimestamp;
        if (!isVoice) return; // comfort noise and telephone events have clocks and pauses of their own
        (stream.LastTimestamp, stream.LastVoiceNs) = (seen.Udp.RtpTimestamp, seen.TimeNs);
    }

    private static void Infer(ref RtpStream stream, in Observation seen)
    {
        var took = seen.TimeNs - stream.FirstNs;
        if (took < InferAfterNs || stream.Packets < Enough) return;
        var rate = RtpClocks.Nearest((int)(seen.Udp.RtpTimestamp - stream.FirstTimestamp) * 1e9 / took);
        if (rate > 0) (stream.ClockRate, stream.Clock) = (rate, ClockSource.Inferred);
    }

    private void Measure(ref RtpStream stream, in Observation seen)
    {
        if (stream.HasTransit)
        {
            // RFC 3550 appendix A.8, over the packets in the order in which they came.
            var between = (seen.TimeNs - stream.LastVoiceNs) * 1e-9 * stream.ClockRate - (int)(seen.Udp.RtpTimestamp - stream.LastTimestamp);
            if (Math.Abs(between) > (double)LongestSwing * stream.ClockRate)
            {
                BeginTime(ref stream, seen);
                return;
            }

            stream.Jitter += (Math.Abs(between) - stream.Jitter) / 16;
            stream.LargestJitter = Math.Max(stream.LargestJitter, stream.Jitter);
        }

        var transit = seen.TimeNs - stream.FirstNs - (long)((int)(seen.Udp.RtpTimestamp - stream.FirstTimestamp) * 1e9 / stream.ClockRate);
        stream.SmallestTransitNs = stream.HasTransit ? Math.Min(stream.SmallestTransitNs, transit) : transit;
        stream.HasTransit = true;
        var pdv = transit - stream.SmallestTransitNs;
        if (!stream.IsAccepted || !RttRules.IsPossible(pdv)) return;
        if (_book is not null) _book.Samples.Add(ref stream.Pdv, pdv);
        _context.Answered(PassiveSeries.Rtp, stream.From, pdv);
    }

    /// <summary>The sender has set its timestamps anew: what lies before says nothing of what comes.</summary>
    private static void BeginTime(ref RtpStream stream, in Observation seen)
    {
        (stream.FirstNs, stream.FirstTimestamp, stream.HighestTimestamp) = (seen.TimeNs, seen.Udp.RtpTimestamp, seen.Udp.RtpTimestamp);
        stream.SmallestTransitNs = 0;
    }

    private void TellLost(in RtpStream stream, int packets)
    {
        for (var i = 0; i < packets; i++) _context.Failed(PassiveSeries.Rtp, stream.From, Reason.TimedOut);
        if (packets > 0) _context.Count(PassiveSeries.Rtp, stream.From, Counter.LossBursts);
    }
}
