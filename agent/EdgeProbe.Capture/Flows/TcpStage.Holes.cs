namespace EdgeProbe.Capture.Flows;

/// <summary>How many bytes of a segment fell into holes, by what that means.</summary>
internal readonly record struct FilledBytes(uint Lost, uint Reordered, uint Acknowledged)
{
    public bool Any => (Lost | Reordered | Acknowledged) != 0;
}

/// <summary>Holes in what was seen of a direction, at most eight at once.</summary>
internal sealed partial class TcpStage
{
    // RFC 4653 and common stacks: what comes within a quarter of a round trip was overtaken, not sent again; 3 ms where that is not known.
    private const long ReorderedWithinNs = 3_000_000;

    // A hole whose bytes the receiver has, and that is not filled by then, was lost by the capture.
    private const long UnseenAfterNs = 1_000_000_000;

    private void OpenHole(ref TcpHalf data, uint start, uint end, long timeNs, bool isAcknowledged)
    {
        if (!_trouble.TryHave(ref data.Trouble)) return;
        ref var trouble = ref _trouble[data.Trouble];
        if (trouble.HoleCount == Trouble.Most)
        {
            // The oldest has had its time.
            trouble.RemoveHole(0);
            _context.Counters.HolesGivenUp++;
        }

        trouble.Holes[trouble.HoleCount++] = new Hole { Start = start, End = end, TimeNs = timeNs, IsAcknowledged = isAcknowledged };
    }

    /// <summary>Takes the bytes out of the holes and says what their coming means.</summary>
    private FilledBytes Fill(ref TcpHalf data, uint start, uint end, long timeNs, long roundTripNs)
    {
        ref var trouble = ref _trouble[data.Trouble];
        var filled = default(FilledBytes);
        for (var i = trouble.HoleCount - 1; i >= 0; i--)
        {
            var hole = trouble.Holes[i];
            var (from, to) = (Serial.Later(hole.Start, start), Serial.Earlier(hole.End, end));
            if (!Serial.IsBefore(from, to)) continue;
            var isSoon = timeNs - hole.TimeNs < Math.Max(ReorderedWithinNs, roundTripNs / 4);
            filled = Add(filled, hole, to - from, isSoon);
            Cut(ref trouble, i, from, to);
        }

        return filled;
    }

    private static FilledBytes Add(FilledBytes filled, in Hole hole, uint bytes, bool isSoon) => (hole.IsAcknowledged, isSoon) switch
    {
        (_, true) => filled with { Reordered = filled.Reordered + bytes },
        (true, false) => filled with { Acknowledged = filled.Acknowledged + bytes },
        _ => filled with { Lost = filled.Lost + bytes },
    };

    private void Cut(ref Trouble trouble, int index, uint from, uint to)
    {
        ref var hole = ref trouble.Holes[index];
        var (keepsLeft, keepsRight) = (hole.Start != from, hole.End != to);
        if (!keepsLeft && !keepsRight)
        {
            trouble.RemoveHole(index);
        }
        else if (keepsLeft && keepsRight)
        {
            var right = hole with { Start = to };
            hole.End = from;
            if (trouble.HoleCount < Trouble.Most) trouble.Holes[trouble.HoleCount++] = right;
            else _context.Counters.HolesGivenUp++;
        }
        else if (keepsLeft)
        {
            hole.End = from;
        }
        else
        {
            hole.Start = to;
        }
    }

    /// <summary>The receiver has acknowledged beyond a hole: its bytes went by unseen.</summary>
    private void RetireHoles(ref TcpFlow flow, int half, long timeNs)
    {
        ref var data = ref flow.Halves[half];
        ref var trouble = ref _trouble[data.Trouble];
        for (var i = trouble.HoleCount - 1; i >= 0; i--)
        {
            ref var hole = ref trouble.Holes[i];
            if (Serial.IsBefore(data.Acked, hole.End)) continue;
            if (!hole.IsAcknowledged)
            {
                (hole.IsAcknowledged, hole.TimeNs) = (true, timeNs);
                continue;
            }

            if (timeNs - hole.TimeNs < UnseenAfterNs) continue;
            var bytes = hole.End - hole.Start;
            trouble.RemoveHole(i);
            _context.Count(PassiveSeries.TcpRtt, flow.SenderOf(half), Counter.UnseenBytes, bytes);
            if (flow.Record >= 0) _book!.Connection(flow.Record).UnseenBytes += bytes;
        }
    }
}
