using System.Collections.Concurrent;

namespace EdgeProbe.Testing.Namespaces;

/// <summary>
/// A thread of its own that lives inside a namespace and ends with the work given to it, so no pool thread is ever left there.
/// Awaits come back to it; code behind ConfigureAwait(false) does not, but a socket made before keeps its namespace for life.
/// </summary>
internal sealed class NamespaceThread : SynchronizationContext
{
    private readonly BlockingCollection<(SendOrPostCallback Work, object? State)> _queue = [];

    public static Task<T> RunAsync<T>(string name, Func<Task<T>> body)
    {
        var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() => new NamespaceThread().Live(name, body, result)) { IsBackground = true, Name = $"netns {name}" };
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

    private void Live<T>(string name, Func<Task<T>> body, TaskCompletionSource<T> result)
    {
        try
        {
            NamespaceCalls.Enter(name);
            SetSynchronizationContext(this);
            var task = body();
            task.ContinueWith(_ => _queue.CompleteAdding(), TaskScheduler.Default);
            foreach (var (work, state) in _queue.GetConsumingEnumerable()) work(state);
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
}
