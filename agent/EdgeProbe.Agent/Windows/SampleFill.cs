namespace EdgeProbe.Agent.Windows;

/// <summary>From attempts in order of their start to the counters and the sketch of a sample.</summary>
internal static class SampleFill
{
    /// <summary>What was counted as it came.</summary>
    public static void CopyCounters(Sample from, Sample to)
    {
        to.NotAttempted = from.NotAttempted;
        to.Duplicate = from.Duplicate;
        to.Reordered = from.Reordered;
        to.Late = from.Late;
        to.Invalid = from.Invalid;
        to.LostUp = from.LostUp;
        to.LostDown = from.LostDown;
        to.Code = from.Code;
        to.Flags = from.Flags;
        to.Path = from.Path;
    }

    /// <summary>
    /// Sent, received, failed, runs of losses, the sketch, and the mean difference of successive answers (RFC 5481 section 4.1; an answer
    /// behind a loss is compared with the last one before it).
    /// </summary>
    public static void Delays(ReadOnlySpan<Attempt> attempts, Sample sample)
    {
        sample.Delays.Clear();
        (sample.Sent, sample.Received, sample.Failed, sample.LossEpisodes) = (0, 0, 0, 0);
        var (differences, previous, inRun) = (0UL, 0u, false);
        foreach (var attempt in attempts)
        {
            if (attempt.End == AttemptEnd.NotMade) continue;
            sample.Sent++;
            var lost = attempt.End is AttemptEnd.Lost or AttemptEnd.Pending;
            if (lost && !inRun) sample.LossEpisodes++;
            inRun = lost;
            if (attempt.End == AttemptEnd.Failed) sample.Failed++;
            if (attempt.End != AttemptEnd.Answered) continue;
            if (sample.Received++ > 0) differences += attempt.Delay > previous ? attempt.Delay - previous : previous - attempt.Delay;
            previous = attempt.Delay;
            sample.Delays.Add(attempt.Delay);
        }

        sample.IpdvMicroseconds = sample.Received < 2 ? null : (uint)((differences + (sample.Received - 1) / 2) / (sample.Received - 1));
    }
}
