using EdgeProbe.Collector.Store;
using EdgeProbe.Collector.Store.Embedded;
using EdgeProbe.Testing;
using Microsoft.Data.Sqlite;

namespace EdgeProbe.Collector.Tests.Store;

#pragma warning disable CA1001 // xunit disposes it by IAsyncLifetime
public sealed class EmbeddedStoreTests : SampleStoreContract
{
    // As the program before this one made it, with one score in it.
    private const string Version1 = """
        CREATE TABLE probe (id INTEGER PRIMARY KEY, tenant TEXT NOT NULL, name TEXT NOT NULL, site TEXT NOT NULL DEFAULT '', UNIQUE (tenant, name));
        CREATE TABLE test (id INTEGER PRIMARY KEY, probe INTEGER NOT NULL, alias INTEGER NOT NULL, kind INTEGER NOT NULL, segment INTEGER NOT NULL,
            family INTEGER NOT NULL, target TEXT NOT NULL, UNIQUE (probe, alias, kind, segment, family, target));
        CREATE TABLE window (probe INTEGER NOT NULL, start_ms INTEGER NOT NULL, test INTEGER NOT NULL, length_ms INTEGER NOT NULL,
            epoch INTEGER NOT NULL, seq INTEGER NOT NULL, trusted INTEGER NOT NULL, facts BLOB NOT NULL, sketch BLOB NOT NULL,
            PRIMARY KEY (probe, start_ms, test)) WITHOUT ROWID;
        CREATE TABLE score (probe INTEGER NOT NULL, minute_ms INTEGER NOT NULL, value REAL, low REAL, high REAL, state INTEGER NOT NULL,
            apps TEXT NOT NULL, revised_ms INTEGER, PRIMARY KEY (probe, minute_ms)) WITHOUT ROWID;
        INSERT INTO probe (id, tenant, name) VALUES (1, 'acme', 'p1');
        INSERT INTO score VALUES (1, 60000, 80, 75, 85, 4, '{"web":90}', 123);
        PRAGMA user_version=1;
        """;

    // As the program after that made it, with one day in it.
    private const string Version2 = Version1 + """
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
        INSERT INTO day VALUES (1, 0, 81, 84, 60, 0.9, 17000, 12, 2, 65, 0.75, NULL, 9.5, 0, 'score-profile/1', 123);
        PRAGMA user_version=2;
        """;

    private readonly TemporaryDirectory _directory = new();

    private string File => _directory.File("samples.db");

    [Fact]
    public async Task A_reopened_file_still_has_all()
    {
        await Store.WriteAsync([Rows.Full()], default);
        await using var again = EmbeddedStore.Open(File);
        Assert.Single(await again.ReadWindowsAsync(Rows.Probe(), 0, Rows.Noon * 2, default));
    }

    [Fact]
    public void A_file_of_a_later_version_is_left_alone()
    {
        var later = _directory.File("later.db");
        using (var connection = new SqliteConnection($"Data Source={later};Pooling=false"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA user_version=99";
            command.ExecuteNonQuery();
        }

        Assert.Contains("version 99", Assert.Throws<IOException>(() => EmbeddedStore.Open(later)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_of_version_1_is_brought_up_to_date_and_keeps_what_it_had()
    {
        var old = Written("old.db", Version1);
        for (var opened = 0; opened < 2; opened++)
        {
            await using var store = EmbeddedStore.Open(old);
            var before = Assert.Single(await store.ReadScoresAsync(Rows.Probe(), 0, Rows.Noon, default));
            Assert.Equal((new Score(80, 75, 85, ScoreState.Confident), 90.0, 123L), (before.Score, before.Apps["web"], before.RevisedAtMs));
            Assert.Equal(("", true, null, null), (before.Profile, before.Final, before.Causes, before.Gap));
            await store.WriteScoresAsync([FullScore()], default);
            Assert.Equal(FullScore().Segments, (await store.ReadScoresAsync(Rows.Probe(), Rows.Noon, Rows.Noon * 2, default))[0].Segments);
            var day = new DayRow { Probe = Rows.Probe(), DayMs = 0, Mean = 50, TypicalApps = new PerApp(40, null, null, null, null, 100) };
            await store.WriteDaysAsync([day], default);
            Assert.Equal(day, Assert.Single(await store.ReadDaysAsync(Rows.Probe(), 0, 1, default)));
        }
    }

    [Fact]
    public async Task A_file_of_version_2_keeps_its_days_and_knows_nothing_of_their_apps()
    {
        var old = Written("old.db", Version2);
        var next = new DayRow { Probe = Rows.Probe(), DayMs = 86_400_000, Typical = 50, TypicalApps = new PerApp(1, 2, 3, 4, 5, 6) };
        for (var opened = 0; opened < 2; opened++)
        {
            await using var store = EmbeddedStore.Open(old);
            var before = Assert.Single(await store.ReadDaysAsync(Rows.Probe(), 0, 1, default));
            Assert.Equal((84.0, 12, 9.5, 123L, default(PerApp)), (before.Typical, before.UnavailableSlots, before.FloorsMs.Core, before.RevisedAtMs, before.TypicalApps));
            Assert.Single(await store.ReadScoresAsync(Rows.Probe(), 0, Rows.Noon, default));
            await store.WriteDaysAsync([next], default);
            Assert.Equal(next, (await store.ReadDaysAsync(Rows.Probe(), 0, Rows.Noon, default))[1]);
        }
    }

    [Fact]
    public async Task A_locked_file_makes_the_store_unavailable_and_the_same_write_works_later()
    {
        using var other = new SqliteConnection($"Data Source={File};Pooling=false");
        other.Open();
        Execute(other, "BEGIN EXCLUSIVE");
        var result = await Store.WriteAsync([Rows.Row(delays: [1])], default);
        Assert.Equal(WriteStatus.Unavailable, result.Status);
        Assert.Contains("locked", result.Problem, StringComparison.Ordinal);
        Execute(other, "ROLLBACK");
        Assert.Equal(WriteStatus.Stored, (await Store.WriteAsync([Rows.Row(delays: [1])], default)).Status);
    }

    private protected override Task<ISampleStore> OpenAsync() => Task.FromResult<ISampleStore>(EmbeddedStore.Open(File));

    protected override Task CloseAsync()
    {
        _directory.Dispose();
        return Task.CompletedTask;
    }

    private string Written(string name, string sql)
    {
        var file = _directory.File(name);
        using var connection = new SqliteConnection($"Data Source={file};Pooling=false");
        connection.Open();
        Execute(connection, sql);
        return file;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
