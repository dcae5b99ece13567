using EdgeProbe.Contract;
using EdgeProbe.Scoring.Apps;
using Microsoft.Data.Sqlite;

namespace EdgeProbe.Collector.Store.Embedded;

/// <summary>Days by probe and UTC midnight.</summary>
internal sealed class DayTable : IDisposable
{
    private readonly EmbeddedNames _names;
    private readonly SqliteCommand _insert;
    private readonly SqliteCommand _forget;

    public DayTable(SqliteConnection writer, EmbeddedNames names)
    {
        _names = names;
        _insert = writer.CreateCommand();
        _insert.CommandText = """
            INSERT OR REPLACE INTO day (probe, day_ms, mean, typical, consistent, coverage, observed, unavailable, outages, repair_s,
                lan, access, core, service, profile, revised_ms,
                typical_voice, typical_video_call, typical_gaming, typical_web, typical_streaming, typical_availability)
            VALUES ($probe, $day, $mean, $typical, $consistent, $coverage, $observed, $unavailable, $outages, $repair,
                $lan, $access, $core, $service, $profile, $revised,
                $typical_voice, $typical_video_call, $typical_gaming, $typical_web, $typical_streaming, $typical_availability)
            """;
        foreach (var name in (string[])["$probe", "$day", "$observed", "$unavailable", "$outages", "$revised"]) _insert.Parameters.Add(name, SqliteType.Integer);
        foreach (var name in (string[])["$mean", "$typical", "$consistent", "$coverage", "$repair"]) _insert.Parameters.Add(name, SqliteType.Real);
        foreach (var name in PerSegment.Names) _insert.Parameters.Add($"${name}", SqliteType.Real);
        foreach (var app in AppNames.All) _insert.Parameters.Add($"${PerApp.TypicalOf(app)}", SqliteType.Real);
        _insert.Parameters.Add("$profile", SqliteType.Text);
        _insert.Prepare();
        _forget = writer.CreateCommand();
        _forget.CommandText = "DELETE FROM day WHERE probe IN (SELECT id FROM probe) AND day_ms < $before";
        _forget.Parameters.Add("$before", SqliteType.Integer);
    }

    public void Write(IReadOnlyList<DayRow> days)
    {
        var values = _insert.Parameters;
        foreach (var day in days)
        {
            values["$probe"].Value = _names.Of(day.Probe, site: null);
            values["$day"].Value = day.DayMs;
            values["$mean"].Value = EmbeddedValue.OrNull(day.Mean);
            values["$typical"].Value = EmbeddedValue.OrNull(day.Typical);
            values["$consistent"].Value = EmbeddedValue.OrNull(day.Consistent);
            values["$coverage"].Value = day.Coverage;
            values["$observed"].Value = day.ObservedSlots;
            values["$unavailable"].Value = day.UnavailableSlots;
            values["$outages"].Value = day.Outages;
            values["$repair"].Value = day.RepairSeconds;
            for (var i = 0; i < PerSegment.Names.Count; i++) values[$"${PerSegment.Names[i]}"].Value = EmbeddedValue.OrNull(day.FloorsMs[i]);
            foreach (var app in AppNames.All) values[$"${PerApp.TypicalOf(app)}"].Value = EmbeddedValue.OrNull(day.TypicalApps[app]);
            values["$profile"].Value = day.Profile;
            values["$revised"].Value = EmbeddedValue.OrNull(day.RevisedAtMs);
            _insert.ExecuteNonQuery();
        }
    }

    public static List<DayRow> Read(SqliteConnection reader, ProbeId probe, long fromDayMs, long toDayMs)
    {
        using var command = reader.CreateCommand();
        command.CommandText = """
            SELECT d.day_ms, d.mean, d.typical, d.consistent, d.coverage, d.observed, d.unavailable, d.outages, d.repair_s, d.profile, d.revised_ms,
                d.lan, d.access, d.core, d.service,
                d.typical_voice, d.typical_video_call, d.typical_gaming, d.typical_web, d.typical_streaming, d.typical_availability
            FROM probe p JOIN day d ON d.probe = p.id
            WHERE p.tenant = $tenant AND p.name = $name AND d.day_ms >= $from AND d.day_ms < $to ORDER BY d.day_ms
            """;
        command.Parameters.AddWithValue("$tenant", probe.Tenant);
        command.Parameters.AddWithValue("$name", probe.Probe);
        command.Parameters.AddWithValue("$from", fromDayMs);
        command.Parameters.AddWithValue("$to", toDayMs);
        var days = new List<DayRow>();
        using var row = command.ExecuteReader();
        while (row.Read()) days.Add(RowOf(probe, row));
        return days;
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

    private static DayRow RowOf(ProbeId probe, SqliteDataReader row) => new()
    {
        Probe = probe,
        DayMs = row.GetInt64(0),
        Mean = row.NumberAt(1),
        Typical = row.NumberAt(2),
        Consistent = row.NumberAt(3),
        Coverage = row.GetDouble(4),
        ObservedSlots = row.GetInt32(5),
        UnavailableSlots = row.GetInt32(6),
        Outages = row.GetInt32(7),
        RepairSeconds = row.GetDouble(8),
        Profile = row.GetString(9),
        RevisedAtMs = row.IsDBNull(10) ? null : row.GetInt64(10),
        FloorsMs = PerSegment.Of(name => row.NumberAt(row.GetOrdinal(name))),
        TypicalApps = PerApp.Of(app => row.NumberAt(row.GetOrdinal(PerApp.TypicalOf(app)))),
    };
}
