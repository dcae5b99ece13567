using System.Globalization;
using Microsoft.Data.Sqlite;

namespace EdgeProbe.Collector.Store.Embedded;

/// <summary>The tables, and the version that says which program may use them.</summary>
internal static class EmbeddedSchema
{
    private const int Version = 3;

    // The order of window's key is the order of reading: one probe's span of time, all tests.
    private const string Tables = """
        CREATE TABLE probe (id INTEGER PRIMARY KEY, tenant TEXT NOT NULL, name TEXT NOT NULL, site TEXT NOT NULL DEFAULT '', UNIQUE (tenant, name));
        CREATE TABLE test (id INTEGER PRIMARY KEY, probe INTEGER NOT NULL, alias INTEGER NOT NULL, kind INTEGER NOT NULL, segment INTEGER NOT NULL,
            family INTEGER NOT NULL, target TEXT NOT NULL, UNIQUE (probe, alias, kind, segment, family, target));
        CREATE TABLE window (probe INTEGER NOT NULL, start_ms INTEGER NOT NULL, test INTEGER NOT NULL, length_ms INTEGER NOT NULL,
            epoch INTEGER NOT NULL, seq INTEGER NOT NULL, trusted INTEGER NOT NULL, facts BLOB NOT NULL, sketch BLOB NOT NULL,
            PRIMARY KEY (probe, start_ms, test)) WITHOUT ROWID;
        CREATE TABLE score (probe INTEGER NOT NULL, minute_ms INTEGER NOT NULL, value REAL, low REAL, high REAL, state INTEGER NOT NULL,
            apps TEXT NOT NULL, revised_ms INTEGER, PRIMARY KEY (probe, minute_ms)) WITHOUT ROWID;
        """;

    // Version 2: what a score was made of, and days.
    private const string FromVersion1 = """
        ALTER TABLE score ADD COLUMN profile TEXT NOT NULL DEFAULT '';
        ALTER TABLE score ADD COLUMN binding TEXT NOT NULL DEFAULT '{}';
        ALTER TABLE score ADD COLUMN lan REAL;
        ALTER TABLE score ADD COLUMN access REAL;
        ALTER TABLE score ADD COLUMN core REAL;
        ALTER TABLE score ADD COLUMN service REAL;
        ALTER TABLE score ADD COLUMN delay REAL;
        ALTER TABLE score ADD COLUMN tail REAL;
        ALTER TABLE score ADD COLUMN loss REAL;
        ALTER TABLE score ADD COLUMN speed REAL;
        ALTER TABLE score ADD COLUMN server REAL;
        ALTER TABLE score ADD COLUMN outage REAL;
        ALTER TABLE score ADD COLUMN not_attributable REAL;
        ALTER TABLE score ADD COLUMN gap REAL;
        ALTER TABLE score ADD COLUMN final INTEGER NOT NULL DEFAULT 1;
        CREATE TABLE day (probe INTEGER NOT NULL, day_ms INTEGER NOT NULL, mean REAL, typical REAL, consistent REAL, coverage REAL NOT NULL,
            observed INTEGER NOT NULL, unavailable INTEGER NOT NULL, outages INTEGER NOT NULL, repair_s REAL NOT NULL,
            lan REAL, access REAL, core REAL, service REAL, profile TEXT NOT NULL, revised_ms INTEGER, PRIMARY KEY (probe, day_ms)) WITHOUT ROWID;
        """;

    // Version 3: what a day was to each app.
    private const string FromVersion2 = """
        ALTER TABLE day ADD COLUMN typical_voice REAL;
        ALTER TABLE day ADD COLUMN typical_video_call REAL;
        ALTER TABLE day ADD COLUMN typical_gaming REAL;
        ALTER TABLE day ADD COLUMN typical_web REAL;
        ALTER TABLE day ADD COLUMN typical_streaming REAL;
        ALTER TABLE day ADD COLUMN typical_availability REAL;
        """;

    public static void Prepare(SqliteConnection writer, string file)
    {
        Run(writer, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=5000; PRAGMA wal_autocheckpoint=2000;");
        var version = VersionOf(writer);
        if (version == 0) Run(writer, $"BEGIN; {Tables} {FromVersion1} {FromVersion2} PRAGMA user_version={Version}; COMMIT;");
        else if (version == 1) Run(writer, $"BEGIN IMMEDIATE; {FromVersion1} {FromVersion2} PRAGMA user_version={Version}; COMMIT;");
        else if (version == 2) Run(writer, $"BEGIN IMMEDIATE; {FromVersion2} PRAGMA user_version={Version}; COMMIT;");
        else if (version != Version)
            throw new IOException($"the store {file} has version {version} and this program knows {Version}: use the program that wrote it, or another store.path");
    }

    public static long VersionOf(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA user_version";
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // every text comes from the constants above
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
