using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using EdgeProbe.Probers.Sockets;
using EdgeProbe.Sockets;

namespace EdgeProbe.Probers.Path;

/// <summary>
/// Walks the path to a target with UDP datagrams of growing TTL, all of one flow, and reads the routers' answers from the socket's error
/// queue, which needs no privilege. A target keeps its source port from walk to walk, so that balancers send every walk the same way.
/// </summary>
public sealed class PathProber : IProber
{
    private readonly ReceiveLoop _loop;
    private readonly TimeProvider _clock;
    private readonly PathOptions _options;
    private readonly Action<Target, PathWalk>? _walked;
    private readonly SemaphoreSlim _places;
    private readonly ConcurrentDictionary<IPAddress, int> _ports = new();

    /// <param name="loop">Receives; not disposed with the prober.</param>
    /// <param name="clock">Of the delays, the pace and the timeouts.</param>
    /// <param name="options">Checked: a problem is an ArgumentException.</param>
    /// <param name="walked">Told of every walk that <see cref="MeasureAsync"/> makes, hop by hop, on the thread that made it.</param>
    public PathProber(ReceiveLoop loop, TimeProvider clock, PathOptions options, Action<Target, PathWalk>? walked = null)
    {
        if (string.Join("; ", options.Problems()) is { Length: > 0 } problems) throw new ArgumentException(problems, nameof(options));
        (_loop, _clock, _options, _walked) = (loop, clock, options, walked);
        _places = new SemaphoreSlim(options.AtOnce);
    }

    public async ValueTask<Measurement> MeasureAsync(Target target, CancellationToken cancellation)
    {
        var walk = await WalkAsync(target, cancellation).ConfigureAwait(false);
        _walked?.Invoke(target, walk);
        return walk.ToMeasurement();
    }

    /// <summary>Walks once: up to the destination, a refusal, too many silent hops or the limit. Only cancellation throws.</summary>
    public async Task<PathWalk> WalkAsync(Target target, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (AddressOf(target) is not { } address) return PathWalk.NotMade(Reason.NoAddressOfThisFamily);

        // Before anything is awaited: the socket belongs in the network namespace of the caller's thread.
        using var socket = Open(address, out var refusal);
        if (socket is null) return PathWalk.NotMade(refusal);
        await _places.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            var walker = new PathWalker(socket, address, _options, _clock);
            _loop.Add(socket, walker);
            return await walker.RunAsync(cancellation).ConfigureAwait(false);
        }
        finally
        {
            _loop.Remove(socket.Handle);
            _places.Release();
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static IPAddress? AddressOf(Target target) =>
        target.Address ?? (IPAddress.TryParse(target.Host, out var literal) ? literal : null);

    private TimedSocket? Open(IPAddress address, out Reason refusal)
    {
        var socket = TimedSocket.TryOpen(address.AddressFamily, SocketKind.Udp, out var error);
        refusal = NetworkReasons.ForSending(error);
        if (socket is null) return null;
        var anywhere = address.AddressFamily == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any;

        socket.LeavePortBehind();

        // The port of the last walk may be taken by now; then the kernel gives another, and the flow changes.
        if (_ports.TryGetValue(address, out var port)) socket.Bind(anywhere, port);
        error = socket.Connect(NativeAddress.From(address, _options.Port));
        if (error != Errno.None)
        {
            refusal = NetworkReasons.ForSending(error);
            socket.Dispose();
            return null;
        }

        _ports[address] = socket.LocalAddress().Port;
        return socket;
    }
}
