using EdgeProbe.Agent.Windows.Passive;
using EdgeProbe.Capture;

namespace EdgeProbe.Agent.Tests.Windows.Passive;

/// <summary>The passive windows from the flow stage's calls to the samples that may leave, with time in seconds behind a fixed start.</summary>
internal sealed class PassiveRig
{
    public const long StartMs = 1_790_000_000_000;
    private readonly ClosedWindows _closed = new();
    private readonly List<Sample> _lent = [];
    private double _now;

    public PassiveRig(int lengthMs = 10_000)
    {
        Stage = new PassiveStage(lengthMs, _closed);
        Release = new PassiveRelease(_closed, AliasOf, () => Counters);
    }

    public PassiveStage Stage { get; }

    public PassiveRelease Release { get; }

    public CaptureCounters Counters { get; set; }

    public long WindowsDropped => _closed.Dropped;

    /// <summary>Series by the alias that they were given: in the order in which they were asked for, from 1.</summary>
    public List<PassiveTest> Series { get; } = [];

    public void Delays(PassiveSeries series, Side side, double at, int count, uint microseconds = 1000, Reason reason = Reason.Answered, ushort code = 0)
    {
        for (var i = 0; i < count; i++) Stage.Attempt(series, side, At(at), reason, microseconds, code);
    }

    public void Failures(PassiveSeries series, Side side, double at, int count, Reason reason = Reason.TimedOut) =>
        Delays(series, side, at, count, 0, reason);

    public void Count(PassiveSeries series, Side side, double at, Counter counter, ulong amount) =>
        Stage.Count(series, side, At(at), counter, amount);

    public void Advance(double to) => Stage.Advance(At(_now = to));

    /// <summary>Ten seconds on; what may leave then.</summary>
    public IReadOnlyList<Told> NextWindow()
    {
        Advance(Math.Floor(_now / 10) * 10 + 10);
        return Take();
    }

    public IReadOnlyList<Told> Take()
    {
        _lent.Clear();
        Release.Take(_lent);
        return [.. _lent.Select(sample => new Told(sample, Series[(int)sample.Test - 1]))];
    }

    private static long At(double seconds) => StartMs * 1_000_000 + (long)(seconds * 1e9);

    private uint AliasOf(PassiveTest test)
    {
        Series.Add(test);
        return (uint)Series.Count;
    }
}

/// <summary>What a sample said, copied: it is only lent.</summary>
internal sealed class Told(Sample sample, PassiveTest series)
{
    public PassiveTest Series { get; } = series;

    /// <summary>Start of the window in seconds behind the rig's start.</summary>
    public double Start { get; } = (sample.Window.StartMs - PassiveRig.StartMs) / 1000.0;

    public uint Sent { get; } = sample.Sent;

    public uint Received { get; } = sample.Received;

    public uint Lost { get; } = sample.Lost;

    public uint Failed { get; } = sample.Failed;

    public Reason Reason { get; } = sample.Reason;

    public ushort? Code { get; } = sample.Code;

    public long Delays { get; } = sample.Delays.Count;

    public ulong Max { get; } = sample.Delays.Max;

    public MeasurementFlags Flags { get; } = sample.Flags;

    public uint? Ipdv { get; } = sample.IpdvMicroseconds;

    public int Slots { get; } = sample.Slots.Count;

    public IReadOnlyDictionary<Counter, ulong> Counts { get; } = sample.Counts?.NotZero().ToDictionary(c => c.Counter, c => c.Value) ?? [];
}
