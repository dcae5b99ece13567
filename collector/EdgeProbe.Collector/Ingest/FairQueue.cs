using System.Threading.Channels;
using EdgeProbe.Contract;

namespace EdgeProbe.Collector.Ingest;

/// <summary>
/// Batches on their way to the store, one line for each probe, served in turn, so that a probe that floods waits behind itself. Bounded
/// twice: a probe's line takes no more than its share, and all lines together make the reader wait. One reader, one writer.
/// </summary>
internal sealed class FairQueue<T>(int perProbe, int inAll)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ProbeId, Queue<T>> _lines = [];
    private readonly Queue<ProbeId> _turns = [];
    private readonly Channel<bool> _filled = Signal();
    private readonly Channel<bool> _drained = Signal();
    private int _count;

    public int Count
    {
        get
        {
            lock (_lock) return _count;
        }
    }

    /// <summary>False when the probe's own line is full: the item is dropped, and the probe will send it again.</summary>
    public bool TryAdd(ProbeId probe, T item)
    {
        lock (_lock)
        {
            if (!_lines.TryGetValue(probe, out var line)) _lines[probe] = line = [];
            if (line.Count >= perProbe) return false;
            if (line.Count == 0) _turns.Enqueue(probe);
            line.Enqueue(item);
            _count++;
        }

        _filled.Writer.TryWrite(true);
        return true;
    }

    public async ValueTask WaitForRoomAsync(CancellationToken cancellation)
    {
        while (Count >= inAll) await _drained.Reader.ReadAsync(cancellation);
    }

    /// <summary>Waits until there is something, and takes from each line in turn until <paramref name="enough"/> says so.</summary>
    public async ValueTask<List<T>> TakeAsync(Func<List<T>, bool> enough, CancellationToken cancellation)
    {
        var taken = new List<T>();
        while (taken.Count == 0)
        {
            lock (_lock)
                while (!enough(taken) && TryTakeNext(out var item)) taken.Add(item);
            if (taken.Count == 0) await _filled.Reader.ReadAsync(cancellation);
        }

        _drained.Writer.TryWrite(true);
        return taken;
    }

    private bool TryTakeNext(out T item)
    {
        item = default!;
        if (!_turns.TryDequeue(out var probe)) return false;
        var line = _lines[probe];
        item = line.Dequeue();
        _count--;
        if (line.Count > 0) _turns.Enqueue(probe);
        else _lines.Remove(probe);
        return true;
    }

    // A signal that is already set says all there is to say.
    private static Channel<bool> Signal() => Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
}
