using EdgeProbe.Collector.Settings;
using EdgeProbe.Contract;

namespace EdgeProbe.Collector.Store.Influx;

/// <summary>
/// Samples and scores in InfluxDB, written by line protocol and read by InfluxQL: 1.x, and later versions through their 1.x interface. A
/// point is its series and time, so writing twice changes nothing.
/// </summary>
public sealed class InfluxStore : ISampleStore
{
    private readonly InfluxSettings _settings;
    private readonly InfluxClient _client;
    private readonly InfluxWriter _writer;

    public InfluxStore(InfluxSettings settings)
    {
        _settings = settings;
        _client = new InfluxClient(settings);
        _writer = new InfluxWriter(_client);
    }

    public async ValueTask<WriteResult> WriteAsync(IReadOnlyList<WindowRow> rows, CancellationToken cancellation)
    {
        var (reply, refused) = await WriteAsync([.. rows.Select(r => InfluxLines.Of(r, numbersOnly: false))], cancellation);
        return Result(reply, [.. refused.Select(r => new RefusedRow(rows[r.Index], r.Reason))]);
    }

    public async ValueTask<WriteResult> WriteScoresAsync(IReadOnlyList<ScoreRow> scores, CancellationToken cancellation)
    {
        var (reply, refused) = await WriteAsync([.. scores.Select(InfluxLines.Of)], cancellation);
        return refused.Count == 0 ? Result(reply, []) : WriteResult.Failed(WriteStatus.Misconfigured, refused[0].Reason);
    }

    public async ValueTask<WriteResult> WriteDaysAsync(IReadOnlyList<DayRow> days, CancellationToken cancellation)
    {
        var (reply, refused) = await WriteAsync([.. days.Select(InfluxLines.Of)], cancellation);
        return refused.Count == 0 ? Result(reply, []) : WriteResult.Failed(WriteStatus.Misconfigured, refused[0].Reason);
    }

    public async ValueTask<IReadOnlyList<WindowRow>> ReadWindowsAsync(ProbeId probe, long fromMs, long toMs, CancellationToken cancellation)
    {
        var rows = await ReadAsync($"SELECT * FROM \"window\" WHERE {InfluxQl.Of(probe, fromMs, toMs)}", r => InfluxRows.WindowOf(probe, r), cancellation);
        return [.. rows.OrderBy(r => r.StartMs).ThenBy(r => r.Test.Alias)];
    }

    public async ValueTask<IReadOnlyList<ScoreRow>> ReadScoresAsync(ProbeId probe, long fromMs, long toMs, CancellationToken cancellation) =>
        await ReadAsync($"SELECT * FROM score WHERE {InfluxQl.Of(probe, fromMs, toMs)}", r => InfluxRows.ScoreOf(probe, r), cancellation);

    public async ValueTask<IReadOnlyList<DayRow>> ReadDaysAsync(ProbeId probe, long fromDayMs, long toDayMs, CancellationToken cancellation) =>
        await ReadAsync($"SELECT * FROM \"day\" WHERE {InfluxQl.Of(probe, fromDayMs, toDayMs)}", r => InfluxRows.DayOf(probe, r), cancellation);

    public async ValueTask<IReadOnlyDictionary<ProbeId, long>> LastWindowsAsync(CancellationToken cancellation)
    {
        var last = await ReadAsync(
            "SELECT length_ms FROM \"window\" GROUP BY tenant, probe, test ORDER BY time DESC LIMIT 1",
            r => (Tenant: r.Text("tenant"), Probe: r.Text("probe"), End: (r.Whole("time") ?? 0) + (r.Whole("length_ms") ?? 0)),
            cancellation);
        var newest = new Dictionary<ProbeId, long>();
        foreach (var (tenant, name, end) in last)
            if (ProbeId.TryCreate(tenant, name, out var probe)) newest[probe] = Math.Max(end, newest.GetValueOrDefault(probe));
        return newest;
    }

    public async ValueTask ForgetBeforeAsync(long beforeMs, CancellationToken cancellation)
    {
        foreach (var (measurement, before) in ((string, long)[])[("window", beforeMs), ("score", beforeMs), ("day", beforeMs - DayRow.KeptLongerMs)])
        {
            var (answer, _) = await _client.QueryAsync(FormattableString.Invariant($"DELETE FROM \"{measurement}\" WHERE time < {before}ms"), cancellation);
            answer?.Dispose();
        }
    }

    public async ValueTask<string?> ProblemAsync(CancellationToken cancellation)
    {
        var (answer, words) = await _client.QueryAsync("SHOW MEASUREMENTS LIMIT 1", cancellation);
        if (answer is null) return words;
        using (answer)
        {
            try
            {
                _ = InfluxQl.Rows(answer).Count();
                return null;
            }
            catch (StoreReadException problem)
            {
                return problem.Message;
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        _writer.Dispose();
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    internal static WriteResult Result(InfluxReply reply, IReadOnlyList<RefusedRow> refused) => reply.Kind switch
    {
        ReplyKind.Ok => new WriteResult(WriteStatus.Stored, null, refused),
        ReplyKind.Misconfigured => WriteResult.Failed(WriteStatus.Misconfigured, $"{reply.Words}; check store.database and store.auth"),
        _ => WriteResult.Failed(WriteStatus.Unavailable, reply.Words),
    };

    // The first write to a new server makes the database; a server that does not let us answers the second write as it did the first.
    private async ValueTask<(InfluxReply Reply, List<RefusedLine> Refused)> WriteAsync(IReadOnlyList<string> lines, CancellationToken cancellation)
    {
        var first = await _writer.WriteAsync(lines, cancellation);
        if (first.Reply.Kind != ReplyKind.Misconfigured || !first.Reply.Words.Contains("database not found", StringComparison.Ordinal)) return first;
        var (answer, _) = await _client.QueryAsync($"CREATE DATABASE {InfluxQl.Identifier(_settings.Database)}", cancellation);
        answer?.Dispose();
        return await _writer.WriteAsync(lines, cancellation);
    }

    private async ValueTask<List<T>> ReadAsync<T>(string query, Func<InfluxRow, T> read, CancellationToken cancellation)
    {
        var (answer, words) = await _client.QueryAsync(query, cancellation);
        if (answer is null) throw new StoreReadException(words);
        using (answer) return [.. InfluxQl.Rows(answer).Select(read)];
    }
}
