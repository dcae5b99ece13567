using EdgeProbe.Collector.Customers;
using EdgeProbe.Collector.Customers.Import;
using EdgeProbe.Collector.Settings;
using Microsoft.Extensions.Time.Testing;

namespace EdgeProbe.Collector.Tests.Customers;

/// <summary>The guide's own examples are imported as they stand there.</summary>
public sealed class GuideTests
{
    [Fact]
    public async Task The_examples_of_the_guide_are_taken()
    {
        var blocks = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Customers", "customers.md")).Split("```csv\n").Skip(1).Select(b => b.Split("```")[0]).ToList();
        using var book = new Book(new FakeTimeProvider(new DateTimeOffset(2026, 11, 25, 0, 0, 0, TimeSpan.Zero)));
        Assert.Equal(3, blocks.Count);
        Assert.Equal(new ImportCounts(2, 2, 0, 0), (await book.PlansAsync(blocks[0])).Counts);
        Assert.Equal(new ImportCounts(2, 2, 0, 0), (await book.CustomersAsync(blocks[1])).Counts);
        var importer = new RatingImporter(
            new RatingBook(book.Database, book.Registry, book.Clock, book.Meter), new PillarBook(book.Database, book.Registry), PillarSettings.Alone, book.Clock);
        var ratings = await importer.RatingsAsync(Book.Bytes(blocks[2]), ImportForm.Csv, default);
        Assert.Equal(new ImportCounts(3, 3, 0, 0), ratings.Counts);
        // Columns that the guide names are those that there are, in their order.
        Assert.StartsWith(blocks[0].Split('\n')[0], book.Importer.ExportPlans(), StringComparison.Ordinal);
        Assert.StartsWith(blocks[1].Split('\n')[0], book.Importer.ExportCustomers(), StringComparison.Ordinal);
    }
}
