using EdgeProbe.Contract;
using Microsoft.Data.Sqlite;

namespace EdgeProbe.Collector.Store.Embedded;

/// <summary>Samples by probe, window and test.</summary>
internal sealed class WindowTable : IDisposable
{
    private readonly EmbeddedNames _names;
    private readonly SqliteCommand _insert;
    private readonly SqliteCommand _forget;

    public WindowTable(SqliteConnection writer, EmbeddedNames names)
    {
        _names = names;
        _insert = writer.CreateCommand();
        _insert.CommandText = """
            INSERT OR REPLACE INTO window (probe, start_ms, test, length_ms, epoch, seq, trusted, facts, sketch)
            VALUES ($probe, $start, $test, $length, $epoch, $seq, $trusted, $facts, $sketch)
            """;
        foreach (var name in (string[])["$probe", "$start", "$test", "$length", "$epoch", "$seq", "$trusted"]) _insert.Parameters.Add(name, SqliteType.Integer);
        _insert.Parameters.Add("$facts", SqliteType.Blob);
        _insert.Parameters.Add("$sketch", SqliteType.Blob);
        _insert.Prepare();
        _forget = writer.CreateCommand();
        _forget.CommandText = "DELETE FROM window WHERE probe IN (SELECT id FROM probe) AND start_ms < $before";
        _forget.Parameters.Add("$before", SqliteType.Integer);
    }

    public void Write(IReadOnlyList<WindowRow> rows)
    {
        var values = _insert.Parameters;
        foreach (var row in rows)
        {
            var probe = _names.Of(row.Probe, row.Site);
            values["$probe"].Value = probe;
            values["$start"].Value = row.StartMs;
            values["$test"].Value = _names.Of(probe, row.Test);
            values["$length"].Value = row.Sample.Window.LengthMs;
            values["$epoch"].Value = unchecked((long)row.StoreEpoch);
            values["$seq"].Value = unchecked((long)row.Sequence);
            values["$trusted"].Value = row.TimeTrusted ? 1 : 0;
            values["$facts"].Value = SampleFields.Write(row.Sample);
            values["$sketch"].Value = SketchBytes.Write(row.Sample.Delays);
            _insert.ExecuteNonQuery();
        }
    }

    public static List<WindowRow> Read(SqliteConnection reader, ProbeId probe, long fromMs, long toMs)
    {
        using var command = reader.CreateCommand();
        command.CommandText = """
            SELECT p.site, t.alias, t.kind, t.segment, t.family, t.target, w.start_ms, w.length_ms, w.epoch, w.seq, w.trusted, w.facts, w.sketch
            FROM probe p CROSS JOIN window w JOIN test t ON t.id = w.test
            WHERE p.tenant = $tenant AND p.name = $name AND w.probe = p.id AND w.start_ms >= $from AND w.start_ms < $to ORDER BY w.start_ms, t.alias
            """;
        command.Parameters.AddWithValue("$tenant", probe.Tenant);
        command.Parameters.AddWithValue("$name", probe.Probe);
        command.Parameters.AddWithValue("$from", fromMs);
        command.Parameters.AddWithValue("$to", toMs);
        var rows = new List<WindowRow>();
        using var row = command.ExecuteReader();
        while (row.Read()) rows.Add(RowOf(probe, row));
        return rows;
    }

    public static Dictionary<ProbeId, long> Last(SqliteConnection reader)
    {
        using var command = reader.CreateCommand();
        command.CommandText = """
            SELECT tenant, name, (SELECT start_ms + length_ms FROM window WHERE probe = id ORDER BY start_ms DESC LIMIT 1) AS newest
            FROM probe WHERE newest IS NOT NULL
            """;
        var last = new Dictionary<ProbeId, long>();
        using var row = command.ExecuteReader();
        while (row.Read())
            if (ProbeId.TryCreate(row.GetString(0), row.GetString(1), out var probe)) last[probe] = row.GetInt64(2);
        return last;
    }

    public void ForgetBefore(long beforeMs)
    {
        _forget.Parameters["$before"].Value = beforeMs;
        _forget.ExecuteNonQuery();
    }

    public void Dispose()
    {
        _insert.Dispose();
        _forget.Dispose();
    }

    private static WindowRow RowOf(ProbeId probe, SqliteDataReader row)
    {
        var sample = new Sample { Test = (uint)row.GetInt64(1), Window = new Window(row.GetInt64(6), row.GetInt32(7)) };
        if (!SampleFields.TryRestore((byte[])row[11], sample)
            || !SketchBytes.TryRead((byte[])row[12], sample.Delays.Min, sample.Delays.Max, sample.Delays.Sum, out var sketch))
            throw new StoreReadException($"the embedded store holds a damaged window of {probe} at {row.GetInt64(6)}: restore it from a backup or delete that row");
        sample.Delays = sketch;
        return new WindowRow
        {
            Probe = probe,
            Site = row.GetString(0),
            Test = new TestKey(sample.Test, (Kind)row.GetByte(2), (Segment)row.GetByte(3), (IpFamily)row.GetByte(4), row.GetString(5)),
            StoreEpoch = unchecked((ulong)row.GetInt64(8)),
            Sequence = unchecked((ulong)row.GetInt64(9)),
            TimeTrusted = row.GetInt64(10) != 0,
            Sample = sample,
        };
    }
}
