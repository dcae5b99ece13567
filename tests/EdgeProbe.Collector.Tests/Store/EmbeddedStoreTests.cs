using EdgeProbe.Collector.Store;
using EdgeProbe.Collector.Store.Embedded;
using EdgeProbe.Testing;
using Microsoft.Data.Sqlite;

namespace EdgeProbe.Collector.Tests.Store;

#pragma warning disable CA1001 // xunit disposes it by IAsyncLifetime
public sealed class EmbeddedStoreTests : SampleStoreContract
{
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
