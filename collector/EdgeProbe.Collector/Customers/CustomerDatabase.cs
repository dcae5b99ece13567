using Microsoft.Data.Sqlite;

namespace EdgeProbe.Collector.Customers;

/// <summary>
/// Customers, plans, their changes, what customers said and what other pillars posted, on disk: one SQLite file, each write durable when it
/// returns and whole or not at all. Thread-safe.
/// </summary>
public sealed class CustomerDatabase : IDisposable
{
    private const int Version = 1;

    private const string Tables = """
        CREATE TABLE customer (tenant TEXT NOT NULL, id TEXT NOT NULL, facts TEXT NOT NULL, PRIMARY KEY (tenant, id)) WITHOUT ROWID;
        CREATE TABLE plan (tenant TEXT NOT NULL, name TEXT NOT NULL, facts TEXT NOT NULL, PRIMARY KEY (tenant, name)) WITHOUT ROWID;
        CREATE TABLE change (id INTEGER PRIMARY KEY AUTOINCREMENT, of TEXT NOT NULL, tenant TEXT NOT NULL, name TEXT NOT NULL, at_ms INTEGER NOT NULL,
            what INTEGER NOT NULL, field TEXT, before TEXT, after TEXT);
        CREATE INDEX change_of ON change (of, tenant, name, id);
        CREATE TABLE rating (tenant TEXT NOT NULL, customer TEXT NOT NULL, at_ms INTEGER NOT NULL, kind INTEGER NOT NULL, pillar TEXT NOT NULL,
            app TEXT NOT NULL, value REAL, PRIMARY KEY (tenant, customer, at_ms, kind, pillar, app)) WITHOUT ROWID;
        CREATE INDEX rating_at ON rating (at_ms);
        CREATE TABLE pillar (tenant TEXT NOT NULL, customer TEXT NOT NULL, pillar TEXT NOT NULL, score REAL NOT NULL, at_ms INTEGER NOT NULL,
            source TEXT NOT NULL, PRIMARY KEY (tenant, customer, pillar)) WITHOUT ROWID;
        """;

    private readonly SqliteConnection _connection;
    private readonly Lock _lock = new();

    private CustomerDatabase(SqliteConnection connection) => _connection = connection;

    /// <summary>Opens the file, or makes it.</summary>
    /// <exception cref="IOException">It cannot be opened, or a later version wrote it.</exception>
    public static CustomerDatabase Open(string file)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false, DefaultTimeout = 5 }.ToString());
        try
        {
            connection.Open();
            var database = new CustomerDatabase(connection);
            database.Prepare(file);
            return database;
        }
        catch (SqliteException problem)
        {
            connection.Dispose();
            throw new IOException($"the customers' file {file} cannot be opened: {problem.Message}", problem);
        }
    }

    public void Dispose() => _connection.Dispose();

    /// <summary>Writes all or nothing.</summary>
    /// <exception cref="IOException">It cannot be written; nothing was.</exception>
    internal void Write(Action<SqliteConnection> write)
    {
        lock (_lock)
        {
            try
            {
                using var transaction = _connection.BeginTransaction();
                write(_connection);
                transaction.Commit();
            }
            catch (SqliteException problem)
            {
                throw new IOException($"the customers' file cannot be written: {problem.Message}", problem);
            }
        }
    }

    /// <exception cref="IOException">It cannot be read.</exception>
    internal T Read<T>(Func<SqliteConnection, T> read)
    {
        lock (_lock)
        {
            try
            {
                return read(_connection);
            }
            catch (SqliteException problem)
            {
                throw new IOException($"the customers' file cannot be read: {problem.Message}", problem);
            }
        }
    }

    internal static SqliteCommand Command(SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // callers pass constants
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in values) command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        return command;
    }

    internal static int Run(SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var command = Command(connection, sql, values);
        return command.ExecuteNonQuery();
    }

    private void Prepare(string file)
    {
        Run(_connection, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=5000;");
        using var command = Command(_connection, "PRAGMA user_version");
        var version = (long)command.ExecuteScalar()!;
        if (version == Version) return;
        if (version != 0)
        {
            _connection.Dispose();
            throw new IOException($"the customers' file {file} has version {version} and this program knows {Version}: use the program that wrote it");
        }

        Run(_connection, $"BEGIN; {Tables} PRAGMA user_version={Version}; COMMIT;");
    }
}
