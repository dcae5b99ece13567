using System.Text.Json;
using EdgeProbe.Contract;
using EdgeProbe.Scoring.Blame;
using Microsoft.Data.Sqlite;

namespace EdgeProbe.Collector.Experience.Verdicts;

/// <summary>Verdicts with their witnesses on disk, one SQLite file of their own; each write is whole or not at all. Thread-safe.</summary>
public sealed class VerdictDatabase : IDisposable
{
    private const int Version = 1;

    private const string Tables = """
        CREATE TABLE verdict (tenant TEXT NOT NULL, probe TEXT NOT NULL, since_ms INTEGER NOT NULL, last_ms INTEGER NOT NULL, kind INTEGER NOT NULL,
            facts TEXT NOT NULL, PRIMARY KEY (tenant, probe, since_ms)) WITHOUT ROWID;
        CREATE INDEX verdict_last ON verdict (last_ms);
        """;

    private readonly SqliteConnection _connection;
    private readonly Lock _lock = new();

    private VerdictDatabase(SqliteConnection connection) => _connection = connection;

    /// <summary>Opens the file, or makes it.</summary>
    /// <exception cref="IOException">It cannot be opened, or a later version wrote it.</exception>
    public static VerdictDatabase Open(string file)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false, DefaultTimeout = 5 }.ToString());
        try
        {
            connection.Open();
            Run(connection, "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=5000;");
            using var command = Command(connection, "PRAGMA user_version");
            var version = (long)command.ExecuteScalar()!;
            if (version == 0) Run(connection, $"BEGIN; {Tables} PRAGMA user_version={Version}; COMMIT;");
            else if (version != Version) throw new IOException($"the verdicts' file {file} has version {version} and this program knows {Version}: use the program that wrote it");
            return new VerdictDatabase(connection);
        }
        catch (SqliteException problem)
        {
            connection.Dispose();
            throw new IOException($"the verdicts' file {file} cannot be opened: {problem.Message}", problem);
        }
        catch (IOException)
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Writes episodes, and takes back those that were blips, by their start.</summary>
    /// <exception cref="IOException">It cannot be written; nothing was.</exception>
    public void Write(IEnumerable<VerdictEpisode> episodes, IEnumerable<(ProbeId Probe, long SinceMs)> undone) => Guarded("written", () =>
    {
        using var transaction = _connection.BeginTransaction();
        foreach (var (id, since) in undone)
            Run(_connection, "DELETE FROM verdict WHERE tenant = $tenant AND probe = $probe AND since_ms = $since", ("$tenant", id.Tenant), ("$probe", id.Probe), ("$since", since));
        foreach (var episode in episodes)
        {
            Run(
                _connection,
                "INSERT OR REPLACE INTO verdict (tenant, probe, since_ms, last_ms, kind, facts) VALUES ($tenant, $probe, $since, $last, $kind, $facts)",
                ("$tenant", episode.Probe.Tenant), ("$probe", episode.Probe.Probe), ("$since", episode.SinceMs), ("$last", episode.LastMs),
                ("$kind", (int)episode.Verdict.Kind), ("$facts", JsonSerializer.Serialize(Facts.Of(episode))));
        }

        transaction.Commit();
        return 0;
    });

    /// <summary>Of each probe the newest two, in no order.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public IReadOnlyList<VerdictEpisode> Newest() => Read("""
        SELECT tenant, probe, since_ms, last_ms, kind, facts FROM
            (SELECT *, row_number() OVER (PARTITION BY tenant, probe ORDER BY since_ms DESC) AS place FROM verdict) WHERE place <= 2
        """);

    /// <summary>Of one probe those that stood at any time in [from, to), oldest first.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public IReadOnlyList<VerdictEpisode> Between(ProbeId probe, long fromMs, long toMs) => Read(
        """
        SELECT tenant, probe, since_ms, last_ms, kind, facts FROM verdict
        WHERE tenant = $tenant AND probe = $probe AND since_ms < $to AND last_ms >= $from ORDER BY since_ms
        """,
        ("$tenant", probe.Tenant), ("$probe", probe.Probe), ("$from", fromMs), ("$to", toMs));

    /// <exception cref="IOException">It cannot be written.</exception>
    public void ForgetBefore(long beforeMs) =>
        Guarded("written", () => Run(_connection, "DELETE FROM verdict WHERE last_ms < $before", ("$before", beforeMs)));

    public void Dispose() => _connection.Dispose();

    private List<VerdictEpisode> Read(string sql, params (string Name, object Value)[] values) => Guarded("read", () =>
    {
        using var command = Command(_connection, sql, values);
        using var row = command.ExecuteReader();
        var episodes = new List<VerdictEpisode>();
        while (row.Read())
        {
            if (!ProbeId.TryCreate(row.GetString(0), row.GetString(1), out var id) || JsonSerializer.Deserialize<Facts>(row.GetString(5)) is not { } facts) continue;
            episodes.Add(facts.Episode(id, row.GetInt64(2), row.GetInt64(3), (VerdictKind)row.GetByte(4)));
        }

        return episodes;
    });

    private T Guarded<T>(string what, Func<T> act)
    {
        lock (_lock)
        {
            try
            {
                return act();
            }
            catch (SqliteException problem)
            {
                throw new IOException($"the verdicts' file cannot be {what}: {problem.Message}", problem);
            }
        }
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object Value)> values)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // callers pass constants
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in values) command.Parameters.AddWithValue(name, value);
        return command;
    }

    private static int Run(SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object Value)> values)
    {
        using var command = Command(connection, sql, values);
        return command.ExecuteNonQuery();
    }

    /// <summary>All of an episode that nobody searches by.</summary>
    private sealed record Facts(
        SegmentShare? Largest, SegmentShare? RunnerUp, VerdictScope Scope, bool IsDown, bool IsThin, bool IsUnproven, bool IsByNeighbours, Cause? Cause, double? NotAttributable, string Node,
        IReadOnlyList<EdgeProbe.Scoring.Blame.Witness> Witnesses)
    {
        public static Facts Of(VerdictEpisode episode)
        {
            var verdict = episode.Verdict;
            return new Facts(
                verdict.Largest, verdict.RunnerUp, verdict.Scope, verdict.IsDown, verdict.IsThin, verdict.IsUnproven, verdict.IsByNeighbours, episode.Cause, episode.NotAttributable, episode.Node, verdict.Witnesses);
        }

        public VerdictEpisode Episode(ProbeId probe, long sinceMs, long lastMs, VerdictKind kind) => new()
        {
            Probe = probe,
            SinceMs = sinceMs,
            LastMs = lastMs,
            Verdict = new Verdict(kind)
            {
                Largest = Largest, RunnerUp = RunnerUp, Scope = Scope, IsDown = IsDown, IsThin = IsThin, IsUnproven = IsUnproven, IsByNeighbours = IsByNeighbours, Witnesses = Witnesses,
            },
            Cause = Cause,
            NotAttributable = NotAttributable,
            Node = Node,
        };
    }
}
