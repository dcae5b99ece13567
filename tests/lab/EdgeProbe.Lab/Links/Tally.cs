namespace EdgeProbe.Lab.Links;

/// <summary>Keeps one direction's counters: written by its thread, read in one piece by any.</summary>
internal sealed class Tally
{
    private readonly Lock _gate = new();
    private LinkCounters _counts;
    private long _highestDelivered = -1;

    public LinkCounters Read()
    {
        lock (_gate) return _counts;
    }

    public void CountMulticast()
    {
        lock (_gate) _counts = _counts with { Multicast = _counts.Multicast + 1 };
    }

    /// <summary>Counts a packet that came in and what was decided about it; gives its number.</summary>
    public long CountIn(int length, in Fate fate)
    {
        var copies = fate.Duplicate ? 1 : 0;
        var passes = fate.Verdict == Verdict.Deliver;
        lock (_gate)
        {
            var before = _counts;
            _counts = before with
            {
                Received = before.Received + 1,
                ReceivedBytes = before.ReceivedBytes + length,
                LostRandom = before.LostRandom + (fate.Verdict == Verdict.LoseAtRandom ? 1 : 0),
                LostBurst = before.LostBurst + (fate.Verdict == Verdict.LoseInBurst ? 1 : 0),
                LostQueue = before.LostQueue + (fate.Verdict == Verdict.LoseInQueue ? 1 : 0),
                Duplicated = before.Duplicated + copies,
                Corrupted = before.Corrupted + (fate.Corrupt ? 1 : 0),
                Pending = before.Pending + (passes ? 1 + copies : 0),
            };
            return before.Received;
        }
    }

    public void CountOut(in Travelling packet, bool taken)
    {
        lock (_gate)
        {
            var overtaken = taken && !packet.IsCopy && packet.Number < _highestDelivered;
            if (taken) _highestDelivered = Math.Max(_highestDelivered, packet.Number);
            _counts = _counts with
            {
                Pending = _counts.Pending - 1,
                Delivered = _counts.Delivered + (taken ? 1 : 0),
                DeliveredBytes = _counts.DeliveredBytes + (taken ? packet.Length : 0),
                Failed = _counts.Failed + (taken ? 0 : 1),
                Reordered = _counts.Reordered + (overtaken ? 1 : 0),
            };
        }
    }
}
