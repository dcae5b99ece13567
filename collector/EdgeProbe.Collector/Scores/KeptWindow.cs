using System.Buffers;
using EdgeProbe.Collector.Store;

namespace EdgeProbe.Collector.Scores;

/// <summary>
/// A row as scoring keeps it: whose window it is, and all that its sample says in the bytes of the stores, which take a sixth of
/// what a sample takes itself. Nothing is lost by it: <see cref="ToSample"/> gives the sample back. Immutable, and reading allocates nothing.
/// </summary>
public readonly record struct KeptWindow
{
    // Length of the facts, the facts as SampleFields writes them, the sketch's counts as SketchBytes does.
    private readonly byte[] _bytes;

    private KeptWindow(WindowRow row, TestKey test, byte[] bytes)
    {
        (Test, _bytes, StartMs, LengthMs) = (test, bytes, row.StartMs, row.Sample.Window.LengthMs);
        (TimeTrusted, WasTried) = (row.TimeTrusted, row.Sample.Sent > 0);
    }

    public TestKey Test { get; }

    public long StartMs { get; }

    public int LengthMs { get; }

    /// <summary>False when nothing vouches for the wall-clock time of the window: kept and shown, never scored.</summary>
    public bool TimeTrusted { get; }

    /// <summary>Whether an attempt was made.</summary>
    public bool WasTried { get; }

    public long EndMs => StartMs + LengthMs;

    /// <summary>The slots of which something is known; each with its place in the window.</summary>
    internal KnownSlots Slots => new(Facts);

    private ReadOnlySpan<byte> Facts
    {
        get
        {
            Split(out var facts, out _);
            return facts;
        }
    }

    public static List<KeptWindow> Of(IReadOnlyList<WindowRow> rows)
    {
        var (kept, scratch) = (new List<KeptWindow>(rows.Count), new ArrayBufferWriter<byte>(256));
        for (var i = 0; i < rows.Count; i++) kept.Add(Of(rows[i], rows[i].Test, scratch));
        return kept;
    }

    /// <param name="row">What is kept.</param>
    /// <param name="test">The row's test, of which one is shared by all of its windows.</param>
    /// <param name="scratch">Is used and left with whatever was written last.</param>
    internal static KeptWindow Of(WindowRow row, TestKey test, ArrayBufferWriter<byte> scratch)
    {
        scratch.ResetWrittenCount();
        SampleFields.Write(row.Sample, scratch);
        var facts = scratch.WrittenCount;
        SketchBytes.Write(row.Sample.Delays, scratch);
        var body = scratch.WrittenCount;
        Varint.Write(scratch, (ulong)facts);
        var written = scratch.WrittenSpan;
        var bytes = new byte[written.Length];
        written[body..].CopyTo(bytes);
        written[..body].CopyTo(bytes.AsSpan(written.Length - body));
        return new KeptWindow(row, test, bytes);
    }

    /// <summary>What the window adds to its test, its delays too.</summary>
    internal WindowCounts AddTo(DelaySketch delays)
    {
        Split(out var facts, out var sketch);
        var counts = Read(facts, out var bounds);
        if (!bounds.Known) return counts;
        var (min, max, sum) = delays.Count == 0 ? (bounds.Min, bounds.Max, 0) : (Math.Min(delays.Min, bounds.Min), Math.Max(delays.Max, bounds.Max), delays.Sum);
        SketchBytes.TryAdd(sketch, delays);
        delays.RestoreBounds(min, max, sum + bounds.Sum);
        return counts;
    }

    internal WindowCounts Counts() => Read(Facts, out _);

    /// <summary>The sample as it was.</summary>
    internal Sample ToSample()
    {
        Split(out var facts, out var bytes);
        var sample = new Sample { Test = Test.Alias, Window = new Window(StartMs, LengthMs) };
        SampleFields.TryRestore(facts, sample);
        if (SketchBytes.TryRead(bytes, sample.Delays.Min, sample.Delays.Max, sample.Delays.Sum, out var sketch)) sample.Delays = sketch;
        return sample;
    }

    private void Split(out ReadOnlySpan<byte> facts, out ReadOnlySpan<byte> sketch)
    {
        ReadOnlySpan<byte> bytes = _bytes;
        Varint.TryRead(ref bytes, out var length);
        facts = bytes[..(int)length];
        sketch = bytes[(int)length..];
    }

    private static WindowCounts Read(ReadOnlySpan<byte> facts, out Bounds bounds)
    {
        var counts = new WindowCounts();
        bounds = default;
        while (Varint.TryRead(ref facts, out var number) && Varint.TryRead(ref facts, out var zigzag))
        {
            var value = Varint.UnZigZag(zigzag);
            switch ((int)number)
            {
                case SampleNumbers.Sent: counts.Sent = (uint)value; break;
                case SampleNumbers.Received: counts.Received = (uint)value; break;
                case SampleNumbers.Failed: counts.Failed = (uint)value; break;
                case SampleNumbers.LossEpisodes: counts.LossEpisodes = (uint)value; break;
                case SampleNumbers.Late: counts.Late = (uint)value; break;
                case SampleNumbers.LostUp: counts.LostUp = (uint)value; break;
                case SampleNumbers.LostDown: counts.LostDown = (uint)value; break;
                case SampleNumbers.MinDelay: (bounds.Min, bounds.Known) = ((ulong)value, true); break;
                case SampleNumbers.MaxDelay: bounds.Max = (ulong)value; break;
                case SampleNumbers.SumOfDelays: bounds.Sum = (ulong)value; break;
                case >= SampleNumbers.DnsFailed and <= SampleNumbers.ContentFailed: counts.StageFailures += (uint)value; break;
                case SampleNumbers.FirstByte: counts.FirstByte = (uint)value; break;
                case SampleNumbers.Reason: counts.Reason = (Reason)value; break;
                case >= SampleFields.FirstCount: (counts.Counts ??= new CounterSet()).Add((Counter)(number - SampleFields.FirstCount), (ulong)value); break;
                default: break;
            }
        }

        return counts;
    }

    private struct Bounds
    {
        public bool Known;
        public ulong Min;
        public ulong Max;
        public ulong Sum;
    }
}

/// <summary>Slots of a window one after another, read from its facts.</summary>
internal ref struct KnownSlots(ReadOnlySpan<byte> facts)
{
    private ReadOnlySpan<byte> _facts = facts;

    public (int Index, Slot Slot) Current { get; private set; }

    public readonly KnownSlots GetEnumerator() => this;

    public bool MoveNext()
    {
        while (Varint.TryRead(ref _facts, out var number) && Varint.TryRead(ref _facts, out var zigzag))
        {
            if (number is < SampleFields.FirstSlot or >= SampleFields.FirstCount) continue;
            var value = Varint.UnZigZag(zigzag);
            var slot = new Slot((SlotState)(value & 3), (int)(value >> 2));
            if (slot.State == SlotState.Unknown) continue;
            Current = ((int)number - SampleFields.FirstSlot, slot);
            return true;
        }

        return false;
    }
}
