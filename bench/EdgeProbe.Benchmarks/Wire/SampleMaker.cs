namespace EdgeProbe.Benchmarks.Wire;

/// <summary>Makes the samples of the default plan, the same ones in every run: all chance comes from one seed.</summary>
internal sealed class SampleMaker(int seed)
{
    private static readonly Window First = new(1_790_000_000_000, Window.DefaultLengthMs);
    private readonly Random _chance = new(seed);

    /// <summary>One batch a window, as a connected probe publishes them.</summary>
    public IEnumerable<Batch> Batches(int windows)
    {
        var (window, sequence) = (First, 250_000UL);
        for (var i = 0; i < windows; i++, window = window.Next())
        {
            var samples = DefaultPlan.Tests.Where(test => IsDue(test, i)).Select(test => Make(test, window)).ToArray();
            yield return new Batch
            {
                StoreEpoch = 0x9C3F5A7712D04EB1,
                FirstSequence = sequence,
                ConfigRevision = 3,
                Clock = new ClockStamp(ClockState.Synced, 1_840),
                Samples = samples,
            };
            sequence += (ulong)samples.Length;
        }
    }

    // Those that come once in several windows are spread over them, as the agent's jittered starts do.
    private static bool IsDue(PlannedTest test, int window)
    {
        var windows = Math.Max(1, test.PeriodSeconds * 1_000 / Window.DefaultLengthMs);
        return (window + test.Alias) % windows == 0;
    }

    private Sample Make(PlannedTest test, Window window)
    {
        var perWindow = Math.Max(1, Window.DefaultLengthMs / 1_000 / test.PeriodSeconds);
        var sample = new Sample { Test = test.Alias, Window = window, Sent = (uint)perWindow };
        var (previous, differences, answered, losing) = (0u, 0L, new int[window.Slots], false);
        for (var i = 0; i < perWindow; i++)
        {
            var lost = _chance.NextDouble() < test.LossShare;
            if (lost && !losing) sample.LossEpisodes++;
            losing = lost;
            if (lost) continue;
            var delay = Delay(test.MedianMicroseconds, test.Spread);
            if (sample.Received++ > 0) differences += Math.Abs((long)delay - previous);
            answered[i * window.Slots / perWindow]++;
            sample.Delays.Add(delay);
            previous = delay;
        }

        if (sample.Received > 1) sample.IpdvMicroseconds = (uint)(differences / (sample.Received - 1));
        Describe(test, sample, answered, perWindow);
        return sample;
    }

    private void Describe(PlannedTest test, Sample sample, int[] answered, int perWindow)
    {
        if (sample.Lost > 0) sample.Reason = Reason.TimedOut;
        if (perWindow > 1) sample.Slots = [.. answered.Select(good => new Slot(good > 2 ? SlotState.Good : SlotState.Bad, perWindow / 2))];
        if (test.Kind == Kind.Stamp) sample.LostUp = sample.Lost;
        if (sample.Received == 0) return;
        if (test.Kind == Kind.Dns) sample.Code = 0;
        if (test.Kind == Kind.Http) DescribeHttp(sample);
        if (test.Kind == Kind.Path) sample.Path = new PathFacts(11, 9, 0x51B7_22C9_0D4E_83F6);
    }

    private void DescribeHttp(Sample sample)
    {
        var total = sample.Delays.Max;
        sample.Code = 200;
        sample.Http = new HttpPhases(Share(total, 0.12), Share(total, 0.2), Share(total, 0.3), Share(total, 0.25)) { CertificateDaysLeft = 61 };
        (sample.Addresses, sample.AddressesAnswering) = (2, 2);
    }

    private uint Share(ulong total, double share) => (uint)(total * share * (0.9 + 0.2 * _chance.NextDouble()));

    // Box and Muller's way from two even numbers to a normal one.
    private uint Delay(double median, double spread)
    {
        var normal = Math.Sqrt(-2 * Math.Log(1 - _chance.NextDouble())) * Math.Cos(2 * Math.PI * _chance.NextDouble());
        return (uint)Math.Max(1, median * Math.Exp(spread * normal));
    }
}
