using System.Text.Json;
using EdgeProbe.Contract;
using Microsoft.Data.Sqlite;

namespace EdgeProbe.Collector.Store.Embedded;

/// <summary>Scores by probe and minute.</summary>
internal sealed class ScoreTable : IDisposable
{
    private static readonly string[] Parts = [.. PerSegment.Names, .. PerCause.Names];

    private readonly EmbeddedNames _names;
    private readonly SqliteCommand _insert;
    private readonly SqliteCommand _forget;

    public ScoreTable(SqliteConnection writer, EmbeddedNames names)
    {
        _names = names;
        _insert = writer.CreateCommand();
        _insert.CommandText = """
            INSERT OR REPLACE INTO score (probe, minute_ms, value, low, high, state, apps, revised_ms, profile, binding, final, gap, not_attributable,
                lan, access, core, service, delay, tail, loss, speed, server, outage)
            VALUES ($probe, $minute, $value, $low, $high, $state, $apps, $revised, $profile, $binding, $final, $gap, $not_attributable,
                $lan, $access, $core, $service, $delay, $tail, $loss, $speed, $server, $outage)
            """;
        foreach (var name in (string[])["$probe", "$minute", "$state", "$revised", "$final"]) _insert.Parameters.Add(name, SqliteType.Integer);
        foreach (var name in (string[])["$value", "$low", "$high", "$gap", "$not_attributable"]) _insert.Parameters.Add(name, SqliteType.Real);
        foreach (var name in Parts) _insert.Parameters.Add($"${name}", SqliteType.Real);
        foreach (var name in (string[])["$apps", "$profile", "$binding"]) _insert.Parameters.Add(name, SqliteType.Text);
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
            values["$value"].Value = EmbeddedValue.OrNull(score.Score.Value);
            values["$low"].Value = EmbeddedValue.OrNull(score.Score.Low);
            values["$high"].Value = EmbeddedValue.OrNull(score.Score.High);
            values["$state"].Value = (int)score.Score.State;
            values["$apps"].Value = JsonSerializer.Serialize(score.Apps);
            values["$revised"].Value = EmbeddedValue.OrNull(score.RevisedAtMs);
            values["$profile"].Value = score.Profile;
            values["$binding"].Value = JsonSerializer.Serialize(score.Binding);
            values["$final"].Value = score.Final ? 1 : 0;
            values["$gap"].Value = EmbeddedValue.OrNull(score.Gap);
            values["$not_attributable"].Value = EmbeddedValue.OrNull(score.NotAttributable);
            for (var i = 0; i < PerSegment.Names.Count; i++) values[$"${Parts[i]}"].Value = EmbeddedValue.OrNull(score.Segments[i]);
            for (var i = 0; i < PerCause.Names.Count; i++) values[$"${PerCause.Names[i]}"].Value = EmbeddedValue.OrNull(score.Causes?[i]);
            _insert.ExecuteNonQuery();
        }
    }

    public static List<ScoreRow> Read(SqliteConnection reader, ProbeId probe, long fromMs, long toMs)
    {
        using var command = reader.CreateCommand();
        command.CommandText = """
            SELECT s.minute_ms, s.value, s.low, s.high, s.state, s.apps, s.revised_ms, s.profile, s.binding, s.final, s.gap, s.not_attributable,
                s.lan, s.access, s.core, s.service, s.delay, s.tail, s.loss, s.speed, s.server, s.outage
            FROM probe p JOIN score s ON s.probe = p.id
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
        Score = new Score(row.NumberAt(1), row.NumberAt(2), row.NumberAt(3), (ScoreState)row.GetByte(4)),
        Apps = JsonSerializer.Deserialize<Dictionary<string, double>>(row.GetString(5)) ?? [],
        RevisedAtMs = row.IsDBNull(6) ? null : row.GetInt64(6),
        Profile = row.GetString(7),
        Binding = JsonSerializer.Deserialize<Dictionary<string, string>>(row.GetString(8)) ?? [],
        Final = row.GetInt64(9) != 0,
        Gap = row.NumberAt(10),
        NotAttributable = row.NumberAt(11),
        Segments = PerSegment.Of(name => row.NumberAt(row.GetOrdinal(name))),
        Causes = PerCause.Of(name => row.NumberAt(row.GetOrdinal(name))),
    };
}
