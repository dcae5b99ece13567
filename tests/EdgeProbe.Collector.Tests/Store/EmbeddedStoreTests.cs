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
        var old = _directory.File("old.db");
        using (var connection = new SqliteConnection($"Data Source={old};Pooling=false"))
        {
            connection.Open();
            Execute(connection, Version1);
        }

        for (var opened = 0; opened < 2; opened++)
        {
            await using var store = EmbeddedStore.Open(old);
            var before = Assert.Single(await store.ReadScoresAsync(Rows.Probe(), 0, Rows.Noon, default));
            Assert.Equal((new Score(80, 75, 85, ScoreState.Confident), 90.0, 123L), (before.Score, before.Apps["web"], before.RevisedAtMs));
            Assert.Equal(("", true, null, null), (before.Profile, before.Final, before.Causes, before.Gap));
            await store.WriteScoresAsync([FullScore()], default);
            Assert.Equal(FullScore().Segments, (await store.ReadScoresAsync(Rows.Probe(), Rows.Noon, Rows.Noon * 2, default))[0].Segments);
            await store.WriteDaysAsync([new DayRow { Probe = Rows.Probe(), DayMs = 0, Mean = 50 }], default);
            Assert.Equal(50, Assert.Single(await store.ReadDaysAsync(Rows.Probe(), 0, 1, default)).Mean);
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

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
