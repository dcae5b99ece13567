using EdgeProbe.Capture.Flows;
using EdgeProbe.Capture.Observations;
using EdgeProbe.Capture.Parsing;

namespace EdgeProbe.Capture.Truth.Hostile;

/// <summary>
/// Broken frames, one after the other, through the parser and the flow stage of a live capture: one stage for all of them, as it must live
/// with whatever a network sends it for years.
/// </summary>
internal sealed class FrameFuzz : IDisposable
{
    // Long enough that tables fill up and time out, short enough that broken packets meet each other.
    private const long FrameGapNs = 20_000;
    private const long StartNs = 1_750_000_000_000_000_000;
    private const ulong Secret = 0x5eed;
    private const int LongestFrame = 262_144;

    private readonly Random _chance;
    private readonly FrameMutator _mutator;
    private readonly IReadOnlyList<WholeFrame> _corpus;
    private readonly Dictionary<int, FrameParser> _parsers = [];
    private readonly SideMap _sides = new([], [], []);
    private readonly FlowStage _stage;
    private readonly Observation[] _observations = new Observation[FrameParser.MaxObservations];
    private readonly byte[] _buffer = new byte[2 * LongestFrame];
    private long _nowNs = StartNs;

    public FrameFuzz(int seed, IReadOnlyList<WholeFrame> corpus)
    {
        _chance = new Random(seed);
        _mutator = new FrameMutator(_chance);
        _corpus = [.. corpus.Where(frame => frame.Bytes.Length <= LongestFrame && LinkTypes.TryOf(frame.LinkType, out _))];
        _stage = new FlowStage(new CaptureOptions { Device = "fuzz" }, Sink, _sides, null, Secret);
    }

    public JudgingSink Sink { get; } = new();

    public long Observations { get; private set; }

    /// <summary>One broken frame. Whatever it throws is a fault of the engine.</summary>
    public void Once()
    {
        var frame = _corpus[_chance.Next(0, _corpus.Count)];
        var other = _corpus[_chance.Next(0, _corpus.Count)];
        var length = _mutator.Mutate(frame.Bytes, other.Bytes, _buffer);
        // Captured whole, cut by a snap length, or with a length on the wire that is a lie.
        var wire = _chance.Next(0, 4) switch { 0 => (uint)_chance.NextInt64(0, 1L << 32), 1 => (uint)(length + _chance.Next(0, 3000)), _ => (uint)length };
        _nowNs += _chance.Next(0, 10_000) == 0 ? _chance.NextInt64(-2_000_000_000, 400_000_000_000) : FrameGapNs;
        var count = ParserOf(frame.LinkType).Parse(_buffer.AsSpan(0, length), wire, _nowNs, _observations);
        foreach (ref readonly var observation in _observations.AsSpan(0, count)) _stage.Take(observation);
        Observations += count;
    }

    public void Dispose()
    {
        _stage.Dispose();
        _sides.Dispose();
    }

    private FrameParser ParserOf(int linkType)
    {
        if (_parsers.TryGetValue(linkType, out var parser)) return parser;
        LinkTypes.TryOf(linkType, out var link);
        return _parsers[linkType] = new FrameParser(link, Secret);
    }
}

/// <summary>Takes what the flow stage tells and judges that it is possible at all.</summary>
internal sealed class JudgingSink : IPassiveSink
{
    // A connection may take 30 s to be set up, nothing else more than ten.
    private const uint LongestUs = 30_000_000;

    public long Told { get; private set; }

    public string? Absurd { get; private set; }

    public void Attempt(PassiveSeries series, Side side, long timeNs, Reason reason, uint microseconds, ushort code)
    {
        Told++;
        if (microseconds > LongestUs) Absurd ??= $"{series} of {microseconds} us";
    }

    public void Count(PassiveSeries series, Side side, long timeNs, Counter counter, ulong amount)
    {
        Told++;
        if (amount > long.MaxValue) Absurd ??= $"{counter} of {series}: {amount}";
    }

    public void Advance(long timeNs)
    {
        // Time is the fuzz's own.
    }
}
