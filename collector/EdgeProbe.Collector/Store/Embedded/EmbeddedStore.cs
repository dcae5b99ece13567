using EdgeProbe.Contract;
using Microsoft.Data.Sqlite;

namespace EdgeProbe.Collector.Store.Embedded;

/// <summary>
/// The store of a small site: one SQLite file. One writer at a time, readers beside it (WAL); a write is on the disk when it returns
/// (synchronous FULL: one fsync for each call, however many rows it has).
/// </summary>
public sealed class EmbeddedStore : ISampleStore
{
    private readonly SqliteConnection _writer;
    private readonly string _readOnly;
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly EmbeddedNames _names;
    private readonly WindowTable _windows;
    private readonly ScoreTable _scores;
    private readonly DayTable _days;

    private EmbeddedStore(SqliteConnection writer, string readOnly)
    {
        _writer = writer;
        _readOnly = readOnly;
        _names = new EmbeddedNames(writer);
        _windows = new WindowTable(writer, _names);
        _scores = new ScoreTable(writer, _names);
        _days = new DayTable(writer, _names);
    }

    /// <summary>Opens the file, or makes it.</summary>
    /// <exception cref="IOException">It cannot be opened, or a later version wrote it.</exception>
    public static EmbeddedStore Open(string file)
    {
        var text = new SqliteConnectionStringBuilder { DataSource = file, Pooling = false, DefaultTimeout = 5 };
        var writer = new SqliteConnection(text.ToString());
        try
        {
            writer.Open();
            EmbeddedSchema.Prepare(writer, file);
            text.Mode = SqliteOpenMode.ReadOnly;
            text.Pooling = true;
            return new EmbeddedStore(writer, text.ToString());
        }
        catch (SqliteException problem)
        {
            writer.Dispose();
            throw new IOException($"the store {file} cannot be opened: {problem.Message}", problem);
        }
    }

    public ValueTask<WriteResult> WriteAsync(IReadOnlyList<WindowRow> rows, CancellationToken cancellation) =>
        WriteInOneTransactionAsync(() => _windows.Write(rows), cancellation);

    public ValueTask<WriteResult> WriteScoresAsync(IReadOnlyList<ScoreRow> scores, CancellationToken cancellation) =>
        WriteInOneTransactionAsync(() => _scores.Write(scores), cancellation);

    public ValueTask<WriteResult> WriteDaysAsync(IReadOnlyList<DayRow> days, CancellationToken cancellation) =>
        WriteInOneTransactionAsync(() => _days.Write(days), cancellation);

    public ValueTask<IReadOnlyList<WindowRow>> ReadWindowsAsync(ProbeId probe, long fromMs, long toMs, CancellationToken cancellation) =>
        ReadAsync<IReadOnlyList<WindowRow>>(reader => WindowTable.Read(reader, probe, fromMs, toMs));

    public ValueTask<IReadOnlyList<ScoreRow>> ReadScoresAsync(ProbeId probe, long fromMs, long toMs, CancellationToken cancellation) =>
        ReadAsync<IReadOnlyList<ScoreRow>>(reader => ScoreTable.Read(reader, probe, fromMs, toMs));

    public ValueTask<IReadOnlyList<DayRow>> ReadDaysAsync(ProbeId probe, long fromDayMs, long toDayMs, CancellationToken cancellation) =>
        ReadAsync<IReadOnlyList<DayRow>>(reader => DayTable.Read(reader, probe, fromDayMs, toDayMs));

    public ValueTask<IReadOnlyDictionary<ProbeId, long>> LastWindowsAsync(CancellationToken cancellation) =>
        ReadAsync<IReadOnlyDictionary<ProbeId, long>>(WindowTable.Last);

    public async ValueTask ForgetBeforeAsync(long beforeMs, CancellationToken cancellation) =>
        await WriteInOneTransactionAsync(() => Forget(beforeMs), cancellation);

    public async ValueTask<string?> ProblemAsync(CancellationToken cancellation)
    {
        try
        {
            await ReadAsync(reader => { _ = EmbeddedSchema.VersionOf(reader); return true; });
            return null;
        }
        catch (StoreReadException problem)
        {
            return problem.Message;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _writing.WaitAsync();
        _windows.Dispose();
        _scores.Dispose();
        _days.Dispose();
        await _writer.DisposeAsync();
        using (var pooled = new SqliteConnection(_readOnly)) SqliteConnection.ClearPool(pooled);
        _writing.Dispose();
    }

    private void Forget(long beforeMs)
    {
        _windows.ForgetBefore(beforeMs);
        _scores.ForgetBefore(beforeMs);
        _days.ForgetBefore(beforeMs - DayRow.KeptLongerMs);
    }

    private async ValueTask<WriteResult> WriteInOneTransactionAsync(Action write, CancellationToken cancellation)
    {
        await _writing.WaitAsync(cancellation);
        try
        {
            Execute("BEGIN IMMEDIATE");
            write();
            Execute("COMMIT");
            return WriteResult.Stored;
        }
        catch (SqliteException problem)
        {
            _names.Forget();
            RollBack();
            return WriteResult.Failed(WriteStatus.Unavailable, $"the embedded store cannot be written: {problem.Message}");
        }
        finally
        {
            _writing.Release();
        }
    }

    private ValueTask<T> ReadAsync<T>(Func<SqliteConnection, T> read)
    {
        try
        {
            using var reader = new SqliteConnection(_readOnly);
            reader.Open();
            return ValueTask.FromResult(read(reader));
        }
        catch (SqliteException problem)
        {
            throw new StoreReadException($"the embedded store cannot be read: {problem.Message}", problem);
        }
    }

    private void RollBack()
    {
        try
        {
            Execute("ROLLBACK");
        }
        catch (SqliteException)
        {
            // SQLite rolls back by itself on a full disk or an I/O error, and then there is nothing left to roll back.
        }
    }

    private void Execute(string sql)
    {
        using var command = _writer.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
