using System.Runtime.CompilerServices;
using EdgeProbe.Capture.Observations;

namespace EdgeProbe.Capture.Flows;

internal enum Direction : byte { Up, Down, Local, Unknown }

/// <summary>
/// Bytes and packets by direction, second by second, by IP's own lengths. A second is active from 10,000 bytes on, and loaded when it
/// carries at least 60 % of what the line can do: as the settings say, else of the largest second so far. Then its round trips are those of
/// a loaded line.
/// </summary>
internal sealed class TrafficMeter(FlowContext context, long lineUpBytes, long lineDownBytes)
{
    private const long SecondNs = 1_000_000_000;

    // Less than a page's first answer: the chatter of devices that nobody is using.
    private const ulong ActiveBytes = 10_000;
    private const double LoadedShare = 0.6;

    // Below a megabit a second the largest second says nothing of the line.
    private const ulong LeastLearned = 125_000;

    private readonly ulong[] _packets = new ulong[4];
    private readonly ulong[] _bytes = new ulong[4];
    private long _second = long.MinValue;
    private ulong _up;
    private ulong _down;
    private ulong _upPackets;
    private ulong _downPackets;
    private ulong _largestUp;
    private ulong _largestDown;

    public ulong ActiveSeconds { get; private set; }

    public ulong LoadedSeconds { get; private set; }

    public ulong LargestUp => _largestUp;

    public ulong LargestDown => _largestDown;

    public (ulong Packets, ulong Bytes) Of(Direction direction) => (_packets[(int)direction], _bytes[(int)direction]);

    public ulong AllBytes => _bytes[0] + _bytes[1] + _bytes[2] + _bytes[3];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Direction DirectionOf(Place source, Place destination) => (source, destination) switch
    {
        (Place.Home, Place.Beyond) => Direction.Up,
        (Place.Beyond, Place.Home) => Direction.Down,
        (Place.Home, Place.Home or Place.Group) or (Place.Group, _) => Direction.Local,
        _ => Direction.Unknown,
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(in Observation seen, Direction direction)
    {
        var scale = 1UL << seen.SampleShift;
        var bytes = seen.IpLength * scale;
        _packets[(int)direction] += scale;
        _bytes[(int)direction] += bytes;
        if (direction == Direction.Up)
        {
            _up += bytes;
            _upPackets += scale;
        }
        else if (direction == Direction.Down)
        {
            _down += bytes;
            _downPackets += scale;
        }
    }

    /// <summary>Called for every new second: tells of the one that ended.</summary>
    public void EndSecond(long timeNs)
    {
        var second = timeNs / SecondNs;
        if (_second == second) return;
        if (_second != long.MinValue) Tell();
        _second = second;
        (_up, _down, _upPackets, _downPackets) = (0, 0, 0, 0);
    }

    private void Tell()
    {
        var at = _second * SecondNs;
        Count(at, Counter.BytesUp, _up);
        Count(at, Counter.BytesDown, _down);
        Count(at, Counter.PacketsUp, _upPackets);
        Count(at, Counter.PacketsDown, _downPackets);
        Count(at, Counter.PeakBytesUp, _up);
        Count(at, Counter.PeakBytesDown, _down);
        _largestUp = Math.Max(_largestUp, _up);
        _largestDown = Math.Max(_largestDown, _down);
        var isLoaded = IsLoaded(_up, lineUpBytes, _largestUp) || IsLoaded(_down, lineDownBytes, _largestDown);
        context.IsLoaded = isLoaded;
        if (_up + _down < ActiveBytes) return;
        ActiveSeconds++;
        Count(at, Counter.ActiveSeconds, 1);
        if (!isLoaded) return;
        LoadedSeconds++;
        Count(at, Counter.LoadedSeconds, 1);
    }

    private static bool IsLoaded(ulong bytes, long line, ulong largest) =>
        line > 0 ? bytes >= line * LoadedShare : largest >= LeastLearned && bytes >= largest * LoadedShare;

    private void Count(long timeNs, Counter counter, ulong amount)
    {
        if (amount > 0) context.Sink.Count(PassiveSeries.Traffic, Side.Unknown, timeNs, counter, amount);
    }
}
