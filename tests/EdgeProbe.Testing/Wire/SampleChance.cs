namespace EdgeProbe.Testing.Wire;

/// <summary>Batches in which anything that a probe may say occurs, each from a seed of its own.</summary>
public sealed class SampleChance(int seed)
{
    private readonly Random _chance = new(seed);

    public Batch Batch()
    {
        var window = BatchMaker.First with { LengthMs = Flip() ? Window.DefaultLengthMs : 60_000 };
        var samples = new Sample[_chance.Next(1, 30)];
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = Sample(window);
            window = window with { StartMs = window.StartMs + (long)window.LengthMs * _chance.Next(0, 3) };
        }

        return new Batch
        {
            StoreEpoch = (ulong)_chance.NextInt64(1, long.MaxValue),
            FirstSequence = (ulong)_chance.NextInt64(),
            ConfigRevision = Number(),
            Clock = new ClockStamp((ClockState)_chance.Next(0, 5), Number()),
            DroppedBefore = Flip() ? 0 : (ulong)_chance.NextInt64(),
            Replay = Flip(),
            Samples = samples,
        };
    }

    private Sample Sample(Window window)
    {
        var delays = new uint[_chance.Next(0, 40)];
        for (var i = 0; i < delays.Length; i++) delays[i] = Delay();
        var sample = BatchMaker.Sample((uint)_chance.Next(1, 2_000), window, delays);
        sample.Failed = Rare();
        sample.Sent = sample.Received + sample.Failed + Rare();
        sample.IpdvMicroseconds = delays.Length >= 2 && Flip() ? Number() : null;
        sample.Reason = Flip() ? Reason.Answered : Reason.TlsTimedOut;
        (sample.Duplicate, sample.Reordered, sample.Late, sample.Invalid) = (Rare(), Rare(), Rare(), Rare());
        (sample.LossEpisodes, sample.NotAttempted, sample.LostUp, sample.LostDown) = (Rare(), Rare(), Rare(), Rare());
        sample.Slots = [.. Enumerable.Range(0, _chance.Next(0, window.Slots + 1)).Select(_ => new Slot((SlotState)_chance.Next(0, 3), _chance.Next(0, 9)))];
        AddRest(sample);
        return sample;
    }

    private void AddRest(Sample sample)
    {
        if (Flip()) sample.Code = (ushort)_chance.Next(0, 65_536);
        if (Flip()) sample.OneWay = new OneWayDelays(Signed(), Signed(), Number());
        if (Flip()) sample.Http = new HttpPhases(Maybe(), Maybe(), Maybe(), Number()) { CertificateDaysLeft = Flip() ? Signed() : null };
        if (Flip()) sample.Path = new PathFacts(200, (byte)_chance.Next(0, 201), Flip() ? 0 : (ulong)_chance.NextInt64()) { FirstHop = Flip() ? 0 : (ulong)_chance.NextInt64() };
        if (Flip()) sample.Counts = Counts();
        if (Flip()) sample.Failures = new StageFailures(Rare(), Rare(), Rare(), Rare(), Rare());
        sample.Flags = (MeasurementFlags)_chance.Next(0, 8);
        sample.Addresses = (byte)_chance.Next(0, 256);
        sample.AddressesAnswering = (byte)_chance.Next(0, sample.Addresses + 1);
    }

    private CounterSet Counts()
    {
        var counters = Enum.GetValues<Counter>();
        var counts = new CounterSet();
        for (var i = _chance.Next(1, 20); i > 0; i--) counts.Add(counters[_chance.Next(1, counters.Length)], (ulong)_chance.NextInt64(1, 1L << 48));
        return counts;
    }

    // Even over the doublings, from 1 us to the longest that 32 bits hold.
    private uint Delay() => (uint)Math.Clamp(Math.Pow(2, _chance.NextDouble() * 32), 1, uint.MaxValue);

    private uint Number() => (uint)_chance.NextInt64(0, 1L << 32);

    private int Signed() => _chance.Next(int.MinValue, int.MaxValue);

    private uint? Maybe() => Flip() ? Number() : null;

    private uint Rare() => _chance.Next(0, 4) == 0 ? (uint)_chance.Next(0, 100_000) : 0;

    private bool Flip() => _chance.Next(0, 2) == 0;
}
