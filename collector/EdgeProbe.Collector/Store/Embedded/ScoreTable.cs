using System.Text.Json;
using EdgeProbe.Contract;
using Microsoft.Data.Sqlite;

namespace EdgeProbe.Collector.Store.Embedded;

/// <summary>Scores by probe and minute.</summary>
internal sealed class ScoreTable : IDisposable
{
    private readonly EmbeddedNames _names;
    private readonly SqliteCommand _insert;
    private readonly SqliteCommand _forget;

    public ScoreTable(SqliteConnection writer, EmbeddedNames names)
    {
        _names = names;
        _insert = writer.CreateCommand();
        _insert.CommandText = """
            INSERT OR REPLACE INTO score (probe, minute_ms, value, low, high, state, apps, revised_ms)
            VALUES ($probe, $minute, $value, $low, $high, $state, $apps, $revised)
            """;
        foreach (var name in (string[])["$probe", "$minute", "$state", "$revised"]) _insert.Parameters.Add(name, SqliteType.Integer);
        foreach (var name in (string[])["$value", "$low", "$high"]) _insert.Parameters.Add(name, SqliteType.Real);
        _insert.Parameters.Add("$apps", SqliteType.Text);
        _insert.Prepare();
        _forget = writer.CreateCommand();
        _forget.CommandText = "DELETE FROM score WHERE probe IN (SELECT id FROM probe) AND minute_ms < $before";
        _forget.Parameters.Add("$before", SqliteType.Integer);
    }

    public void Write(IReadOnlyList<ScoreRow> scores)
    {
        var values = _insert.Parameters;
        foreach (var score in scores)
        {
            values["$probe"].Value = _names.Of(score.Probe, site: null);
            values["$minute"].Value = score.MinuteMs;
            values["$value"].Value = OrNull(score.Score.Value);
            values["$low"].Value = OrNull(score.Score.Low);
            values["$high"].Value = OrNull(score.Score.High);
            values["$state"].Value = (int)score.Score.State;
            values["$apps"].Value = JsonSerializer.Serialize(score.Apps);
            values["$revised"].Value = score.RevisedAtMs is { } at ? at : DBNull.Value;
            _insert.ExecuteNonQuery();
        }
    }

    public static List<ScoreRow> Read(SqliteConnection reader, ProbeId probe, long fromMs, long toMs)
    {
        using var command = reader.CreateCommand();
        command.CommandText = """
            SELECT s.minute_ms, s.value, s.low, s.high, s.state, s.apps, s.revised_ms FROM probe p JOIN score s ON s.probe = p.id
            WHERE p.tenant = $tenant AND p.name = $name AND s.minute_ms >= $from AND s.minute_ms < $to ORDER BY s.minute_ms
            """;
        command.Parameters.AddWithValue("$tenant", probe.Tenant);
        command.Parameters.AddWithValue("$name", probe.Probe);
        command.Parameters.AddWithValue("$from", fromMs);
        command.Parameters.AddWithValue("$to", toMs);
        var rows = new List<ScoreRow>();
        using var row = command.ExecuteReader();
        while (row.Read()) rows.Add(RowOf(probe, row));
        return rows;
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

    private static ScoreRow RowOf(ProbeId probe, SqliteDataReader row) => new()
    {
        Probe = probe,
        MinuteMs = row.GetInt64(0),
        Score = new Score(NumberAt(row, 1), NumberAt(row, 2), NumberAt(row, 3), (ScoreState)row.GetByte(4)),
        Apps = JsonSerializer.Deserialize<Dictionary<string, double>>(row.GetString(5)) ?? [],
        RevisedAtMs = row.IsDBNull(6) ? null : row.GetInt64(6),
    };

    private static double? NumberAt(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetDouble(column);

    private static object OrNull(double? number) => number is { } value ? value : DBNull.Value;
}
