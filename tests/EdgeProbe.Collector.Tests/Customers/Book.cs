using System.Text;
using EdgeProbe.Collector.Customers;
using EdgeProbe.Collector.Customers.Import;
using EdgeProbe.Collector.Settings;
using EdgeProbe.Scoring.Profiles;
using EdgeProbe.Testing;

namespace EdgeProbe.Collector.Tests.Customers;

/// <summary>A registry on a file of its own.</summary>
internal sealed class Book : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly CollectorMeter _meter = new();

    public Book(TimeProvider? clock = null, int mostChanges = 500_000)
    {
        Clock = clock ?? TimeProvider.System;
        Database = CustomerDatabase.Open(File);
        Registry = new CustomerRegistry(Database, Clock, _meter, mostChanges);
        Importer = new Importer(Registry, ProfileFile.Default);
    }

    public string File => Path.Combine(_directory.Path, "customers.db");

    public TimeProvider Clock { get; }

    public CollectorMeter Meter => _meter;

    public CustomerDatabase Database { get; private set; }

    public CustomerRegistry Registry { get; private set; }

    public Importer Importer { get; private set; }

    public void Reopen()
    {
        Database.Dispose();
        Database = CustomerDatabase.Open(File);
        Registry = new CustomerRegistry(Database, Clock, _meter);
        Importer = new Importer(Registry, ProfileFile.Default);
    }

    public Task<ImportResult> CustomersAsync(string csv) => Importer.CustomersAsync(Bytes(csv), ImportForm.Csv, default);

    public Task<ImportResult> CustomersJsonAsync(string json) => Importer.CustomersAsync(Bytes(json), ImportForm.Json, default);

    public Task<ImportResult> PlansAsync(string csv) => Importer.PlansAsync(Bytes(csv), ImportForm.Csv, default);

    public void Put(params Customer[] customers)
    {
        var problems = new RowProblems();
        Registry.Put([.. customers.Select((c, i) => new Placed<Customer>(i + 1, c))], problems);
        Assert.Empty(problems.First);
    }

    public void Put(params Plan[] plans)
    {
        var problems = new RowProblems();
        Registry.Put([.. plans.Select((p, i) => new Placed<Plan>(i + 1, p))], problems);
        Assert.Empty(problems.First);
    }

    public void Dispose()
    {
        Database.Dispose();
        _meter.Dispose();
        _directory.Dispose();
    }

    public static MemoryStream Bytes(string text) => new(Encoding.UTF8.GetBytes(text));
}
