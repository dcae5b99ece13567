using System.Collections.Concurrent;

namespace EdgeProbe.Probers.Http.Curl;

/// <summary>
/// The one thread that drives all transfers: it sleeps in curl_multi_poll and costs nothing while there are none. Started at the first
/// transfer, gone after dispose.
/// </summary>
internal sealed class CurlWorker : IAsyncDisposable
{
    // OpenSSL's handshake needs some 30 KiB of stack; glibc would reserve 8 MiB.
    private const int StackSize = 512 * 1024;

    // How long poll sleeps without work. Every addition wakes it, so this only bounds a lost wake-up.
    private const int IdleMilliseconds = 60_000;

    private readonly ConcurrentQueue<CurlJob> _asked = new();
    private readonly Dictionary<nint, CurlJob> _running = [];
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CurlMulti? _multi;
    private Thread? _thread;
    private volatile bool _stopping;

    /// <summary>Runs one transfer to its end on the worker's thread. The handle is the caller's again when the task is complete.</summary>
    /// <exception cref="OperationCanceledException">Cancelled, or the worker was disposed of.</exception>
    public async Task<CurlCode> RunAsync(CurlEasy easy, CancellationToken cancellation)
    {
        var job = new CurlJob(easy, cancellation);
        _asked.Enqueue(job);
        if (!TryWake()) throw new OperationCanceledException("The HTTP prober has been stopped.");
        await using var registration = cancellation.Register(() => TryWake()).ConfigureAwait(false);
        return await job.Ended.Task.ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _stopping = true;
            if (_thread is null) return;
            CurlNative.MultiWakeUp(_multi!);
        }

        await _ended.Task.ConfigureAwait(false);
        _thread.Join();
    }

    private bool TryWake()
    {
        lock (_gate)
        {
            if (_stopping) return false;
            if (_thread is null) Start();
            CurlNative.MultiWakeUp(_multi!);
            return true;
        }
    }

    private void Start()
    {
        _multi = new CurlMulti();
        _thread = new Thread(Work, StackSize) { IsBackground = true, Name = "edgeprobe-http" };
        _thread.Start();
    }

    // Ends: dispose sets _stopping and wakes it.
    private void Work()
    {
        using var multi = _multi!;
        try
        {
            while (!_stopping)
            {
                TakeAsked(multi);
                DropCancelled(multi);
                CurlNative.MultiPerform(multi, out _);
                TakeEnded(multi);
                if (_asked.IsEmpty && !_stopping) CurlNative.MultiPoll(multi, 0, 0, IdleMilliseconds, out _);
            }
        }
        finally
        {
            foreach (var job in _running.Values) End(multi, job, null);
            while (_asked.TryDequeue(out var job)) job.Ended.TrySetCanceled();
            _ended.SetResult();
        }
    }

    private void TakeAsked(CurlMulti multi)
    {
        while (_asked.TryDequeue(out var job))
        {
            if (job.Cancellation.IsCancellationRequested) job.Ended.TrySetCanceled(job.Cancellation);
            else if (CurlNative.MultiAdd(multi, job.Easy) == 0) _running.Add(job.Easy.Id, job);
            else job.Ended.TrySetResult(CurlCode.OutOfMemory);
        }
    }

    private void DropCancelled(CurlMulti multi)
    {
        // The dictionary may be removed from while it is read (since .NET Core 3.0).
        foreach (var (id, job) in _running)
        {
            if (!job.Cancellation.IsCancellationRequested) continue;
            _running.Remove(id);
            End(multi, job, null);
        }
    }

    private unsafe void TakeEnded(CurlMulti multi)
    {
        for (var message = CurlNative.MultiRead(multi, out _); message != null; message = CurlNative.MultiRead(multi, out _))
        {
            if (message->Kind == CurlMessage.Done && _running.Remove(message->Easy, out var job)) End(multi, job, message->Result);
        }
    }

    private static void End(CurlMulti multi, CurlJob job, CurlCode? result)
    {
        CurlNative.MultiRemove(multi, job.Easy);
        if (result is { } code) job.Ended.TrySetResult(code);
        else job.Ended.TrySetCanceled(job.Cancellation);
    }
}

/// <summary>One transfer on its way through the worker.</summary>
internal sealed record CurlJob(CurlEasy Easy, CancellationToken Cancellation)
{
    public TaskCompletionSource<CurlCode> Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
