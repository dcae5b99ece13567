using System.Globalization;

namespace EdgeProbe.Agent.Spool;

/// <summary>
/// The segment files of one spool: recovers them at start, appends, gives up the oldest when they grow too large, removes what is no longer
/// wanted. Used by the disk task alone; every member may wait for the disk.
/// </summary>
internal sealed class SegmentStore(SpoolOptions options, ulong storeEpoch, FrameQueue queue) : IDisposable
{
    private readonly List<SegmentFile> _segments = [];
    private readonly DamagedFiles _damaged = new(options.Directory);
    private SegmentFile? _current;
    private ulong _lastNumber;

    public long Bytes => Interlocked.Read(ref _bytes);

    public long Damaged => _damaged.Count;

    private long _bytes;

    /// <summary>Puts every frame that checks into the queue, in order, and says which number comes after the last of them.</summary>
    public ulong Recover()
    {
        var end = 0UL;
        foreach (var path in Directory.GetFiles(options.Directory, "*.seg").Order(StringComparer.Ordinal))
        {
            if (!SegmentReader.TryReadHeader(path, out var epoch) || epoch != storeEpoch) _damaged.SetAside(path);
            else end = Math.Max(end, Recover(new SegmentFile(path, epoch) { Bytes = new FileInfo(path).Length }));
            if (ulong.TryParse(Path.GetFileNameWithoutExtension(path), CultureInfo.InvariantCulture, out var number)) _lastNumber = Math.Max(_lastNumber, number);
        }

        Tidy();
        return end;
    }

    /// <summary>The epoch of the newest segment, for a directory whose identity is lost; null when there is none.</summary>
    public static ulong? EpochOf(string directory)
    {
        foreach (var path in Directory.GetFiles(directory, "*.seg").OrderDescending(StringComparer.Ordinal))
        {
            if (SegmentReader.TryReadHeader(path, out var epoch)) return epoch;
        }

        return null;
    }

    /// <summary>Writes frames and returns when they are on the medium; only then are they let go from memory.</summary>
    public void Write(IReadOnlyList<SpoolFrame> frames)
    {
        try
        {
            var places = new List<(SpoolFrame Frame, FramePlace Place)>(frames.Count);
            foreach (var frame in frames)
            {
                if (queue.PayloadOf(frame) is { } payload) places.Add((frame, Current().Append(frame, payload)));
            }

            // Whatever lies in a segment that was filled on the way was flushed when it was left.
            _current?.Flush();
            foreach (var (frame, place) in places) queue.MarkOnDisk(frame, place);
            Tidy();
        }
        catch
        {
            // After a failed sync nobody knows what the medium holds of this file: leave it, and write the same frames into a new one.
            Leave();
            throw;
        }
    }

    /// <summary>Removes segments that nobody wants, then the oldest while all are larger than allowed.</summary>
    public void Tidy()
    {
        if (_current is { Live: 0 }) Leave();
        foreach (var segment in _segments.Where(s => s.Live == 0).ToArray()) Remove(segment);
        while (Sum() > options.MaxBytes && _segments.Count > 0)
        {
            var oldest = _segments[0];
            foreach (var frame in queue.In(oldest)) queue.Drop(frame);
            if (oldest == _current) Leave();
            Remove(oldest);
        }
    }

    public void CountDamage() => _damaged.CountOne();

    public void Dispose() => Leave();

    private ulong Recover(SegmentFile segment)
    {
        var (frames, damagedAt) = SegmentReader.ReadAll(segment);
        if (damagedAt is { } offset) _damaged.Copy(segment.Path, offset);
        _segments.Add(segment);
        var end = 0UL;
        foreach (var frame in frames)
        {
            segment.Live++;
            queue.Add(frame);
            end = Math.Max(end, frame.EndSequence);
        }

        return end;
    }

    private SegmentFile Current()
    {
        if (_current is { } open && open.Bytes >= options.SegmentBytes)
        {
            open.Flush();
            Leave();
        }

        if (_current is not null) return _current;
        var name = string.Create(CultureInfo.InvariantCulture, $"{++_lastNumber:d10}.seg");
        _current = new SegmentFile(Path.Combine(options.Directory, name), storeEpoch);
        _segments.Add(_current);
        return _current;
    }

    private void Leave()
    {
        var left = _current;
        _current = null;
        left?.Dispose();
    }

    private void Remove(SegmentFile segment)
    {
        _segments.Remove(segment);
        File.Delete(segment.Path);
        Sum();
    }

    private long Sum()
    {
        var bytes = _damaged.Bytes;
        foreach (var segment in _segments) bytes += segment.Bytes;
        Interlocked.Exchange(ref _bytes, bytes);
        return bytes;
    }
}
