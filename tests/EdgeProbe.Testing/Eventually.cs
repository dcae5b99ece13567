namespace EdgeProbe.Testing;

/// <summary>Waits until something observable has become true. The timeout is generous: it is the patience of a loaded machine, not an assertion.</summary>
public static class Eventually
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    /// <param name="condition">Looked at every 20 ms, at least once.</param>
    /// <param name="what">Names the condition in the failure: "the broker listens".</param>
    /// <param name="patience">Default 30 s.</param>
    public static Task TrueAsync(Func<bool> condition, string what, TimeSpan? patience = null) =>
        TrueAsync(() => Task.FromResult(condition()), () => what, patience);

    public static Task TrueAsync(Func<Task<bool>> condition, string what, TimeSpan? patience = null) =>
        TrueAsync(condition, () => what, patience);

    /// <summary>As above; the failure's words are made when it fails, so that they can hold what was seen last.</summary>
    public static Task TrueAsync(Func<bool> condition, Func<string> what, TimeSpan? patience = null) =>
        TrueAsync(() => Task.FromResult(condition()), what, patience);

    public static async Task TrueAsync(Func<Task<bool>> condition, Func<string> what, TimeSpan? patience = null)
    {
        var clock = TimeProvider.System;
        var started = clock.GetTimestamp();
        while (!await condition())
        {
            if (clock.GetElapsedTime(started) > (patience ?? Patience))
                throw new TimeoutException($"Not within {(patience ?? Patience).TotalSeconds:0} s: {what()}");
            await Task.Delay(Interval, clock);
        }
    }

    /// <summary>Waits until <paramref name="find"/> gives something and returns it.</summary>
    public static async Task<T> NotNullAsync<T>(Func<T?> find, string what, TimeSpan? patience = null)
        where T : class
    {
        T? found = null;
        await TrueAsync(() => (found = find()) is not null, what, patience);
        return found!;
    }
}
