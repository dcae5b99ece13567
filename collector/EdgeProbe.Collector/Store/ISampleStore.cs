using EdgeProbe.Contract;

namespace EdgeProbe.Collector.Store;

/// <summary>
/// Keeps samples, scores and days, and can give back what it was given. Writing is idempotent. Safe for use from several threads.
/// </summary>
public interface ISampleStore : IAsyncDisposable
{
    /// <summary>
    /// Writes all rows, durably, before it returns <see cref="WriteStatus.Stored"/>. A row that the store will never take is left out and
    /// named in the result. Nothing else than cancellation throws; the caller repeats the whole write when the store was unavailable.
    /// </summary>
    ValueTask<WriteResult> WriteAsync(IReadOnlyList<WindowRow> rows, CancellationToken cancellation);

    /// <summary>Writes scores; a minute that is there already is replaced.</summary>
    ValueTask<WriteResult> WriteScoresAsync(IReadOnlyList<ScoreRow> scores, CancellationToken cancellation);

    /// <summary>Writes days; a day that is there already is replaced.</summary>
    ValueTask<WriteResult> WriteDaysAsync(IReadOnlyList<DayRow> days, CancellationToken cancellation);

    /// <summary>Rows of one probe whose window starts in <c>[from, to)</c>, by start.</summary>
    /// <exception cref="StoreReadException">The store did not answer.</exception>
    ValueTask<IReadOnlyList<WindowRow>> ReadWindowsAsync(ProbeId probe, long fromMs, long toMs, CancellationToken cancellation);

    /// <summary>Scores of one probe whose minute starts in <c>[from, to)</c>, by minute.</summary>
    /// <exception cref="StoreReadException">The store did not answer.</exception>
    ValueTask<IReadOnlyList<ScoreRow>> ReadScoresAsync(ProbeId probe, long fromMs, long toMs, CancellationToken cancellation);

    /// <summary>Days of one probe that begin in <c>[from, to)</c>, by day.</summary>
    /// <exception cref="StoreReadException">The store did not answer.</exception>
    ValueTask<IReadOnlyList<DayRow>> ReadDaysAsync(ProbeId probe, long fromDayMs, long toDayMs, CancellationToken cancellation);

    /// <summary>For each probe the end of its newest window, Unix milliseconds.</summary>
    /// <exception cref="StoreReadException">The store did not answer.</exception>
    ValueTask<IReadOnlyDictionary<ProbeId, long>> LastWindowsAsync(CancellationToken cancellation);

    /// <summary>Forgets what started before a moment (Unix milliseconds); days are kept for <see cref="DayRow.KeptLongerMs"/> more.</summary>
    ValueTask ForgetBeforeAsync(long beforeMs, CancellationToken cancellation);

    /// <summary>Null when the store can be used now, else why not in one sentence.</summary>
    ValueTask<string?> ProblemAsync(CancellationToken cancellation);
}

public enum WriteStatus : byte
{
    Stored,

    /// <summary>Down, full or busy: the same write may work later.</summary>
    Unavailable,

    /// <summary>Wrong database, user or password: somebody must act, and then the same write may work.</summary>
    Misconfigured,
}

/// <summary>A row that the store will never take, and its reason.</summary>
public sealed record RefusedRow(WindowRow Row, string Reason);

public sealed record WriteResult(WriteStatus Status, string? Problem, IReadOnlyList<RefusedRow> Refused)
{
    public static WriteResult Stored { get; } = new(WriteStatus.Stored, null, []);

    public static WriteResult Failed(WriteStatus status, string problem) => new(status, problem, []);
}

/// <summary>Gets copies of the numbers; nothing is read back from it.</summary>
public interface ISampleSink : IAsyncDisposable
{
    string Name { get; }

    /// <summary>Takes the rows and returns at once; a sink that cannot keep up loses the oldest and counts them.</summary>
    void Offer(IReadOnlyList<WindowRow> rows);
}

public sealed class StoreReadException : Exception
{
    public StoreReadException()
    {
    }

    public StoreReadException(string message) : base(message)
    {
    }

    public StoreReadException(string message, Exception inner) : base(message, inner)
    {
    }
}
