using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace EdgeProbe.Testing.Namespaces;

/// <summary>
/// A thread of its own for work inside a namespace; it ends with that work. It is inside only while the work's own code runs, not while it
/// waits or hands on the result: a new thread begins in the namespace of the one that starts it, and whoever queues work may start a pool thread.
/// Awaits come back to it; code behind ConfigureAwait(false) does not, but a socket made before keeps its namespace for life.
/// </summary>
internal sealed class NamespaceThread : SynchronizationContext
{
    private readonly BlockingCollection<(SendOrPostCallback Work, object? State)> _queue = [];
    private readonly string _path;

    static NamespaceThread() => StartSharedThreads();

    private NamespaceThread(string path) => _path = path;

    public static Task<T> RunAsync<T>(string path, Func<Task<T>> body)
    {
        var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() => new NamespaceThread(path).Live(body, result)) { IsBackground = true, Name = $"netns {path}" };
        thread.Start();
        return result.Task;
    }

    // Queued after the end (a late timer of the body): nobody waits for it any more, so the pool may have it.
    public override void Post(SendOrPostCallback d, object? state)
    {
        try
        {
            _queue.Add((d, state));
        }
        catch (InvalidOperationException)
        {
            base.Post(d, state);
        }
    }

    // The runtime's timer and socket threads live as long as the process and start pool threads: they must begin outside.
    private static void StartSharedThreads()
    {
        using var timer = new Timer(_ => { }, null, 1, Timeout.Infinite);
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        using var enough = new CancellationTokenSource();
        _ = socket.ReceiveAsync(new byte[1].AsMemory(), enough.Token).AsTask();
        enough.Cancel();
    }

    private void Live<T>(Func<Task<T>> body, TaskCompletionSource<T> result)
    {
        try
        {
            SetSynchronizationContext(this);
            Task<T>? task = null;
            Inside(() => task = body());
            task!.ContinueWith(_ => _queue.CompleteAdding(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            foreach (var (work, state) in _queue.GetConsumingEnumerable()) Inside(() => work(state));
            result.SetResult(task.GetAwaiter().GetResult());
        }
        catch (OperationCanceledException cancelled)
        {
            result.SetCanceled(cancelled.CancellationToken);
        }
        catch (Exception failure)
        {
            result.SetException(failure);
        }
    }

    private void Inside(Action work)
    {
        NamespaceCalls.Enter(_path);
        try
        {
            work();
        }
        finally
        {
            NamespaceCalls.Enter(NamespaceCalls.Host);
        }
    }
}
