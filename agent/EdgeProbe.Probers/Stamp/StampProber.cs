using EdgeProbe.Sockets;
using EdgeProbe.Stamp;

namespace EdgeProbe.Probers.Stamp;

/// <summary>
/// Round trip, one-way delays and loss by direction against a stateful STAMP reflector (RFC 8762), both families. A session with each
/// target is kept over its attempts. Thread-safe; lives as long as the agent.
/// </summary>
public sealed class StampProber : IProber
{
    // Each session has a socket; more are not forgotten but refused.
    private const int MostSessions = 256;

    // Reading the clock's quality is a system call, and it changes slowly.
    private static readonly TimeSpan QualityLife = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<uint, StampLink> _links = [];
    private readonly ReceiveLoop _loop;
    private readonly TimeProvider _clock;
    private readonly IClockQuality _quality;
    private readonly StampOptions _options;
    private ErrorEstimate _error;
    private long _qualityReadAt;

    public StampProber(ReceiveLoop loop, TimeProvider clock, IClockQuality quality, StampOptions options)
    {
        if (string.Join("; ", options.Problems()) is { Length: > 0 } problems) throw new ArgumentException(problems, nameof(options));
        (_loop, _clock, _quality, _options) = (loop, clock, quality, options);
    }

    /// <summary>Late answers of the sessions that are open: they came after the timeout and count as lost (RFC 6673).</summary>
    public long Late
    {
        get
        {
            lock (_gate) return _links.Values.Sum(link => link.Late);
        }
    }

    /// <inheritdoc/>
    public ValueTask<Measurement> MeasureAsync(Target target, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (target.Address is not { } address) return new(Measurement.Failed(Reason.NoAddressOfThisFamily));
        var reflector = NativeAddress.From(address, target.Port == 0 ? StampReflector.DefaultPort : target.Port);
        lock (_gate)
        {
            var link = LinkTo(target.Test, reflector, out var problem);
            return link is null ? new(Measurement.Failed(problem)) : link.MeasureAsync(CurrentError(), cancellation);
        }
    }

    public ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            foreach (var link in _links.Values) link.Dispose();
            _links.Clear();
        }

        return ValueTask.CompletedTask;
    }

    private StampLink? LinkTo(uint test, in NativeAddress reflector, out Reason problem)
    {
        problem = Reason.LimitReached;
        if (_links.TryGetValue(test, out var link) && link.Reflector == reflector) return link;
        if (link is null && _links.Count == MostSessions) return null;
        // Another address is another path: nothing of the old session can be compared with it.
        link?.Dispose();
        _links.Remove(test);
        link = StampLink.TryOpen(reflector, _loop, _clock, _options, out problem);
        if (link is not null) _links.Add(test, link);
        return link;
    }

    private ErrorEstimate CurrentError()
    {
        if (_error.IsValid && _clock.GetElapsedTime(_qualityReadAt) < QualityLife) return _error;
        var quality = _quality.Read();
        _qualityReadAt = _clock.GetTimestamp();
        return _error = ErrorEstimate.From(quality.Synchronised, quality.MaxError);
    }
}
