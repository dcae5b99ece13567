using System.Text.Json;
using EdgeProbe.Contract;
using Microsoft.Data.Sqlite;

namespace EdgeProbe.Collector.Fleet;

/// <summary>A sample that will never be stored, kept so that somebody can see what it was. The newest 10,000 of all probes.</summary>
public sealed record QuarantineEntry(ProbeId Probe, ulong StoreEpoch, ulong Sequence, DateTimeOffset At, string Reason, string Sample);

/// <summary>Facts of a probe as JSON; its birth is written with its epoch.</summary>
internal static class FactsShape
{
    public static string Write(ProbeFacts facts) => JsonSerializer.Serialize(new Shape(facts.Id.Tenant, facts.Id.Probe, facts with { Birth = null, Id = default }));

    public static ProbeFacts? Read(string json) =>
        JsonSerializer.Deserialize<Shape>(json) is { } shape && ProbeId.TryCreate(shape.Tenant, shape.Probe, out var id) ? shape.Facts with { Id = id } : null;

    private sealed record Shape(string Tenant, string Probe, ProbeFacts Facts);
}

internal static class EpochRows
{
    public static void Write(SqliteConnection connection, ProbeId probe, IReadOnlyList<EpochMemory> epochs)
    {
        for (var i = 0; i < epochs.Count; i++)
        {
            using var command = FleetDatabase.Command(connection, """
                INSERT OR REPLACE INTO epoch (tenant, name, epoch, position, stored, declared, birth)
                VALUES ($tenant, $name, $epoch, $position, $stored, $declared, $birth)
                """, probe);
            command.Parameters.AddWithValue("$epoch", unchecked((long)epochs[i].Number));
            command.Parameters.AddWithValue("$position", i);
            command.Parameters.AddWithValue("$stored", Write(epochs[i].Stored));
            command.Parameters.AddWithValue("$declared", Write(epochs[i].Declared));
            command.Parameters.AddWithValue("$birth", epochs[i].Birth is { } birth ? JsonSerializer.Serialize(birth) : DBNull.Value);
            command.ExecuteNonQuery();
        }
    }

    public static IEnumerable<(ProbeId Probe, EpochMemory Epoch)> Read(SqliteConnection connection)
    {
        using var command = FleetDatabase.Command(connection, "SELECT tenant, name, epoch, stored, declared, birth FROM epoch ORDER BY tenant, name, position");
        using var row = command.ExecuteReader();
        while (row.Read())
        {
            if (!ProbeId.TryCreate(row.GetString(0), row.GetString(1), out var probe)) continue;
            var birth = row.IsDBNull(5) ? null : JsonSerializer.Deserialize<Birth>(row.GetString(5));
            yield return (probe, new EpochMemory(unchecked((ulong)row.GetInt64(2)), birth, Ranges(row.GetString(3)), Ranges(row.GetString(4))));
        }
    }

    private static string Write(IEnumerable<SequenceRange> ranges) => JsonSerializer.Serialize(ranges.Select(r => new[] { r.From, r.To }));

    private static List<SequenceRange> Ranges(string json) => [.. JsonSerializer.Deserialize<ulong[][]>(json)!.Select(r => new SequenceRange(r[0], r[1]))];
}

internal static class QuarantineRows
{
    private const int Most = 10_000;

    public static void Write(SqliteConnection connection, IEnumerable<QuarantineEntry> samples)
    {
        foreach (var sample in samples)
        {
            using var command = FleetDatabase.Command(connection, """
                INSERT INTO quarantine (tenant, name, epoch, seq, at_ms, reason, sample) VALUES ($tenant, $name, $epoch, $seq, $at, $reason, $sample)
                """, sample.Probe);
            command.Parameters.AddWithValue("$epoch", unchecked((long)sample.StoreEpoch));
            command.Parameters.AddWithValue("$seq", unchecked((long)sample.Sequence));
            command.Parameters.AddWithValue("$at", sample.At.ToUnixTimeMilliseconds());
            command.Parameters.AddWithValue("$reason", sample.Reason);
            command.Parameters.AddWithValue("$sample", sample.Sample);
            command.ExecuteNonQuery();
        }

        using var bound = FleetDatabase.Command(connection, "DELETE FROM quarantine WHERE id <= (SELECT max(id) FROM quarantine) - $most");
        bound.Parameters.AddWithValue("$most", Most);
        bound.ExecuteNonQuery();
    }

    public static List<QuarantineEntry> Newest(SqliteConnection connection, ProbeId probe, int most)
    {
        using var command = FleetDatabase.Command(
            connection, "SELECT epoch, seq, at_ms, reason, sample FROM quarantine WHERE tenant = $tenant AND name = $name ORDER BY id DESC LIMIT $most", probe);
        command.Parameters.AddWithValue("$most", most);
        using var row = command.ExecuteReader();
        var samples = new List<QuarantineEntry>();
        while (row.Read())
        {
            samples.Add(new QuarantineEntry(
                probe,
                unchecked((ulong)row.GetInt64(0)),
                unchecked((ulong)row.GetInt64(1)),
                DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(2)),
                row.GetString(3),
                row.GetString(4)));
        }

        return samples;
    }
}
