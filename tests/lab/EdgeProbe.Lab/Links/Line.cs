namespace EdgeProbe.Lab.Links;

/// <summary>
/// The deciding half of one direction: packets in, fates out, in their order. Pure but for its own memory (packet number, burst state,
/// the queue's end), so a test can drive it with any clock. Not thread-safe.
/// </summary>
internal sealed class Line(ulong seed)
{
    private const long NanosecondsPerTick = 100;
    private readonly Dice _dice = new(seed);
    private long _next;
    private bool _inBurst;
    private long _queueEnds;
    private long _lastRelease;

    /// <summary>Decides about the next packet, of <paramref name="length"/> bytes, that came in at <paramref name="now"/> nanoseconds.</summary>
    public Fate Next(LinkSettings settings, long now, int length)
    {
        var packet = _next++;
        if (LossOf(packet, settings) is { } lost) return new Fate(lost, 0, false, false);
        if (!TryQueue(settings, now, length, out var sent)) return new Fate(Verdict.LoseInQueue, 0, false, false);
        var release = Math.Max(sent + DelayOf(packet, settings), _lastRelease);
        if (_dice.Hits(packet, Roll.Reorder, settings.Reorder)) release += settings.ReorderBy.Ticks * NanosecondsPerTick;
        else _lastRelease = release;
        return new Fate(
            Verdict.Deliver, release, _dice.Hits(packet, Roll.Duplicate, settings.Duplicate), _dice.Hits(packet, Roll.Corrupt, settings.Corrupt));
    }

    // The state moves first and the packet then meets it, so a burst begins with a packet that can be lost.
    private Verdict? LossOf(long packet, LinkSettings settings)
    {
        _inBurst = settings.BurstEnter > 0 &&
            (_inBurst ? !_dice.Hits(packet, Roll.BurstState, settings.BurstLeave) : _dice.Hits(packet, Roll.BurstState, settings.BurstEnter));
        if (_inBurst) return _dice.Hits(packet, Roll.BurstLoss, settings.BurstLoss) ? Verdict.LoseInBurst : null;
        return _dice.Hits(packet, Roll.Loss, settings.Loss) ? Verdict.LoseAtRandom : null;
    }

    // What waits is told from the time it still takes: a change of the rate counts for packets to come, not for those in the queue.
    private bool TryQueue(LinkSettings settings, long now, int length, out long sent)
    {
        sent = now;
        if (settings.Rate == 0) return true;
        var begins = Math.Max(now, _queueEnds);
        var waiting = (Int128)(begins - now) * settings.Rate / 8_000_000_000;
        if (waiting + length > settings.Queue) return false;
        sent = _queueEnds = begins + (long)((Int128)length * 8_000_000_000 / settings.Rate);
        return true;
    }

    private long DelayOf(long packet, LinkSettings settings)
    {
        var delay = (double)(settings.Delay.Ticks * NanosecondsPerTick);
        if (settings.Jitter > TimeSpan.Zero) delay += settings.Jitter.Ticks * NanosecondsPerTick * StrayOf(packet, settings.Shape);
        return Math.Max(0, (long)delay);
    }

    private double StrayOf(long packet, JitterShape shape)
    {
        var distance = -Math.Log(1 - _dice.At(packet, Roll.Jitter));
        if (shape == JitterShape.Exponential) return distance;
        // Box and Muller: an exponential squared radius and an even angle make a Gaussian.
        return Math.Sqrt(2 * distance) * Math.Cos(2 * Math.PI * _dice.At(packet, Roll.JitterAngle));
    }
}
