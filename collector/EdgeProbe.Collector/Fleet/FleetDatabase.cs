using System.Text.Json;
using EdgeProbe.Contract;
using Microsoft.Data.Sqlite;

namespace EdgeProbe.Collector.Fleet;

/// <summary>
/// The registry on disk: one SQLite file, each write durable when it returns. Births are written apart from the rest, since they are large
/// and change rarely. Thread-safe.
/// </summary>
public sealed class FleetDatabase : IDisposable
{
    private const int Version = 1;

    private const string Tables = """
        CREATE TABLE probe (tenant TEXT NOT NULL, name TEXT NOT NULL, facts TEXT NOT NULL, PRIMARY KEY (tenant, name)) WITHOUT ROWID;
        CREATE TABLE epoch (tenant TEXT NOT NULL, name TEXT NOT NULL, epoch INTEGER NOT NULL, position INTEGER NOT NULL,
            stored TEXT NOT NULL, declared TEXT NOT NULL, birth TEXT, PRIMARY KEY (tenant, name, epoch)) WITHOUT ROWID;
        CREATE TABLE quarantine (id INTEGER PRIMARY KEY AUTOINCREMENT, tenant TEXT NOT NULL, name TEXT NOT NULL, epoch INTEGER NOT NULL,
            seq INTEGER NOT NULL, at_ms INTEGER NOT NULL, reason TEXT NOT NULL, sample TEXT NOT NULL);
        """;

    private readonly SqliteConnection _connection;
    private readonly Lock _lock = new();

    private FleetDatabase(SqliteConnection connection) => _connection = connection;

    /// <summary>Opens the file, or makes it.</summary>
    /// <exception cref="IOException">It cannot be opened, or a later version wrote it.</exception>
    public static FleetDatabase Open(string file)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false, DefaultTimeout = 5 }.ToString());
        try
        {
            connection.Open();
            var database = new FleetDatabase(connection);
            database.Prepare(file);
            return database;
        }
        catch (SqliteException problem)
        {
            connection.Dispose();
            throw new IOException($"the registry {file} cannot be opened: {problem.Message}", problem);
        }
    }

    public IReadOnlyList<FleetProbe> Load()
    {
        lock (_lock)
        {
            var epochs = EpochRows.Read(_connection).ToLookup(e => e.Probe, e => e.Epoch);
            using var command = Command("SELECT facts FROM probe");
            using var row = command.ExecuteReader();
            var probes = new List<FleetProbe>();
            while (row.Read())
                if (FactsShape.Read(row.GetString(0)) is { } facts) probes.Add(Restore(facts, [.. epochs[facts.Id]]));
            return probes;
        }
    }

    public void Save(IEnumerable<FleetProbe> probes) => InOneTransaction(() =>
    {
        foreach (var probe in probes)
        {
            var (facts, epochs) = probe.Remember();
            using var command = Command("INSERT OR REPLACE INTO probe (tenant, name, facts) VALUES ($tenant, $name, $facts)", facts.Id);
            command.Parameters.AddWithValue("$facts", FactsShape.Write(facts));
            command.ExecuteNonQuery();
            EpochRows.Write(_connection, facts.Id, epochs);
        }
    });

    public void Quarantine(IEnumerable<QuarantineEntry> samples) => InOneTransaction(() => QuarantineRows.Write(_connection, samples));

    /// <summary>A probe's quarantine, newest first.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public IReadOnlyList<QuarantineEntry> Quarantined(ProbeId id, int most)
    {
        lock (_lock)
        {
            try
            {
                return QuarantineRows.Newest(_connection, id, most);
            }
            catch (SqliteException problem)
            {
                throw new IOException($"the registry cannot be read: {problem.Message}", problem);
            }
        }
    }

    public void Dispose() => _connection.Dispose();

    internal static SqliteCommand Command(SqliteConnection connection, string sql, ProbeId? probe = null)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // callers pass constants
        command.CommandText = sql;
#pragma warning restore CA2100
        if (probe is not { } id) return command;
        command.Parameters.AddWithValue("$tenant", id.Tenant);
        command.Parameters.AddWithValue("$name", id.Probe);
        return command;
    }

    private static FleetProbe Restore(ProbeFacts facts, IReadOnlyList<EpochMemory> epochs)
    {
        var restored = epochs.Select(e => new Epoch(e.Number, new SequenceLedger(e.Stored, e.Declared)) { Birth = e.Birth }).ToList();
        var birth = restored.LastOrDefault(e => e.Birth is not null)?.Birth;
        return new FleetProbe(facts with { Birth = birth }, restored);
    }

    private SqliteCommand Command(string sql, ProbeId? probe = null) => Command(_connection, sql, probe);

    private void Prepare(string file)
    {
        Run("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=5000;");
        using var command = Command("PRAGMA user_version");
        var version = (long)command.ExecuteScalar()!;
        if (version == 0) Run($"BEGIN; {Tables} PRAGMA user_version={Version}; COMMIT;");
        else if (version != Version) throw new IOException($"the registry {file} has version {version} and this program knows {Version}: use the program that wrote it");
    }

    private void InOneTransaction(Action write)
    {
        lock (_lock)
        {
            try
            {
                using var transaction = _connection.BeginTransaction();
                write();
                transaction.Commit();
            }
            catch (SqliteException problem)
            {
                throw new IOException($"the registry cannot be written: {problem.Message}", problem);
            }
        }
    }

    private void Run(string sql)
    {
        using var command = Command(sql);
        command.ExecuteNonQuery();
    }
}
