using EdgeProbe.Collector.Customers;
using EdgeProbe.Collector.Customers.Import;
using EdgeProbe.Collector.Tests.Store;
using EdgeProbe.Scoring.Apps;
using EdgeProbe.Scoring.Profiles;
using Microsoft.Data.Sqlite;

namespace EdgeProbe.Collector.Tests.Customers;

public sealed class CustomerRegistryTests
{
    private static readonly Customer One = new() { Tenant = "acme", Id = "c1", Class = CustomerClass.Prepaid, Region = "North", Probes = ["p1"] };

    [Fact]
    public void Every_change_is_remembered_with_what_it_was_before()
    {
        using var book = new Book();
        book.Put(One);
        book.Put(One with { Region = "South", Persona = "gamer" });
        book.Put(One with { Region = "South", Persona = "gamer" });
        Assert.True(book.Registry.Remove(One.Key));
        Assert.False(book.Registry.Remove(One.Key));
        book.Reopen();
        Assert.Equal(
            [(ChangeKind.Removed, null, null, null), (ChangeKind.Changed, "persona", null, "gamer"), (ChangeKind.Changed, "region", "North", "South"), (ChangeKind.Added, null, null, null)],
            book.Registry.History(One.Key).Select(c => (c.What, c.Field, c.Before, c.After)));
        Assert.Null(book.Registry.OfProbe(Rows.Probe()));
    }

    [Fact]
    public void Of_too_many_changes_the_oldest_go_and_are_counted()
    {
        using var book = new Book(mostChanges: 3);
        using var counted = new EdgeProbe.Testing.Collectors.CountedMeter(book.Meter.Meter);
        book.Put(One);
        foreach (var region in (string[])["a", "b", "c", "d"]) book.Put(One with { Region = region });
        Assert.Equal(["d", "c", "b"], book.Registry.History(One.Key).Select(c => c.After));
        Assert.Equal(2, counted["edgeprobe_customers_changes_forgotten"]);
    }

    [Fact]
    public void Whoever_watches_hears_of_the_probes_before_and_after()
    {
        using var book = new Book();
        book.Put(new Plan { Tenant = "acme", Name = "fibre" });
        book.Put(One with { Plan = "fibre" });
        var heard = new List<CustomersChanged>();
        book.Registry.Changed += heard.Add;
        book.Put(One with { Plan = "fibre", Probes = ["p2"] });
        book.Put(new Plan { Tenant = "acme", Name = "fibre", Technology = "ftth" });
        Assert.Equal(["p1", "p2"], heard[0].Probes.Select(p => p.Probe).Order());
        Assert.Equal((One.Key, "p2"), (heard[1].Customers.Single(), heard[1].Probes.Single().Probe));
        Assert.Equal("ftth", book.Registry.TechnologyOf(book.Registry.Find(One.Key)!));
        Assert.Throws<InvalidOperationException>(() => book.Registry.Remove(new PlanKey("acme", "fibre")));
    }

    [Fact]
    public void A_file_that_a_later_version_wrote_is_left_alone()
    {
        using var book = new Book();
        using (var connection = new SqliteConnection($"Data Source={book.File};Pooling=false"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA user_version=99";
            command.ExecuteNonQuery();
        }

        Assert.Contains("version 99", Assert.Throws<IOException>(() => CustomerDatabase.Open(book.File)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_write_that_fails_changes_nothing()
    {
        using var book = new Book();
        book.Put(One);
        using (var connection = new SqliteConnection($"Data Source={book.File};Pooling=false"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "CREATE TRIGGER no BEFORE INSERT ON customer WHEN NEW.id = 'c3' BEGIN SELECT RAISE(ABORT, 'full'); END";
            command.ExecuteNonQuery();
        }

        var more = new[] { One with { Id = "c2", Probes = [] }, One with { Id = "c3", Probes = [] } };
        Assert.Throws<IOException>(() => book.Registry.Put([.. more.Select((c, i) => new Placed<Customer>(i + 1, c))], new RowProblems()));
        Assert.Null(book.Registry.Find("acme", "c2"));
        book.Reopen();
        Assert.Equal(["c1"], book.Registry.All.Select(c => c.Id));
    }

    [Fact]
    public void Advertised_figures_become_a_promise_by_the_model_that_scores_the_line()
    {
        var plan = new Plan
        {
            Tenant = "acme", Name = "fibre", Promises = new Dictionary<App, Zone> { [App.Web] = new(50, 60) },
            Advertised = new Advertised { DelayMs = 40, JitterMs = 30, LossPercent = 0.1, DownMbit = 5, AvailabilityPercent = 99.5 },
        };
        var promise = PlanPromise.Of(plan, ProfileFile.Default);
        Assert.Equal(new Zone(50, 60), promise[App.Web]);
        // Gaming: lin(Q50; 30, 150) is 91.67 at 40 ms, lin(Q95; 65, 200) is 96.30 at 70 ms; a quarter worse 83.33 and 83.33.
        Assert.Equal(91.6667, promise[App.Gaming].Desired, 4);
        Assert.Equal(83.3333, promise[App.Gaming].Adequate, 4);
        // 0.5 % unavailable is half of the logarithmic way from 0.05 % to 5 %.
        Assert.Equal(50, promise[App.Availability].Desired, 6);
        Assert.Equal(100, promise[App.Streaming].Desired, 6);
        Assert.InRange(promise[App.Voice].Desired, 90, 100);
        Assert.Equal([App.Streaming], PlanPromise.Of(plan with { Promises = new Dictionary<App, Zone>(), Advertised = new Advertised { DownMbit = 100 } }, ProfileFile.Default).Keys);
    }
}
