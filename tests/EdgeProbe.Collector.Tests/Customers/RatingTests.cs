using EdgeProbe.Collector.Customers;
using EdgeProbe.Collector.Customers.Import;
using EdgeProbe.Collector.Settings;
using EdgeProbe.Scoring.Apps;
using Microsoft.Extensions.Time.Testing;

namespace EdgeProbe.Collector.Tests.Customers;

public sealed class RatingTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 20, 0, 0, TimeSpan.Zero);
    private static readonly IReadOnlyList<PillarSettings> Pillars = [.. PillarSettings.Alone, new("billing", 1, TimeSpan.FromHours(24))];
    private static readonly CustomerKey One = new("acme", "c1");

    private readonly FakeTimeProvider _clock = new(Now);
    private readonly Book _book;

    public RatingTests()
    {
        _book = new Book(_clock);
        _book.Put(new Customer { Tenant = "acme", Id = "c1", Class = CustomerClass.Prepaid });
    }

    [Fact]
    public async Task Ratings_are_kept_on_one_scale_and_once()
    {
        var (ratings, importer) = Make();
        const string csv = "tenant,customer,at,kind,value,pillar,app\nacme,c1,2026-11-24T19:42:00Z,rating,80,,web\nacme,c1,2026-11-24T20:43:00+01:00,nps,7,,\nacme,c1,2026-11-24T19:44:00Z,complaint,,billing,\n";
        Assert.Equal(new ImportCounts(3, 3, 0, 0), (await CsvAsync(importer, csv)).Counts);
        Assert.Equal(new ImportCounts(3, 0, 0, 3), (await CsvAsync(importer, csv)).Counts);
        Assert.Equal(new ImportCounts(1, 0, 1, 0), (await CsvAsync(importer, "tenant,customer,at,kind,value,app\nacme,c1,2026-11-24T19:42:00Z,rating,60,web\n")).Counts);
        Assert.Equal(
            [(RatingKind.Rating, 60.0, "network", App.Web), (RatingKind.Nps, 70.0, "network", null), (RatingKind.Complaint, null, "billing", null)],
            ratings.Of(One, Now.AddDays(-1)).Select(r => (r.Kind, r.Value, r.Pillar, r.App)));
        Assert.Equal(TimeSpan.FromMinutes(-17), ratings.Since(Now.AddDays(-1))[1].At - Now);
    }

    [Theory]
    [InlineData("acme,nobody,2026-11-24T19:42:00Z,rating,80,", "customer", "acme has no such customer")]
    [InlineData("acme,c1,2026-11-24T20:05:01Z,rating,80,", "at", "lies in the future")]
    [InlineData("acme,c1,2026-11-24T19:42:00,rating,80,", "at", "is not a time")]
    [InlineData("acme,c1,2024-11-01T00:00:00Z,rating,80,", "at", "is older than what is kept")]
    [InlineData("acme,c1,2026-11-24T19:42:00Z,rating,101,", "value", "is out of range")]
    [InlineData("acme,c1,2026-11-24T19:42:00Z,nps,11,", "value", "is out of range")]
    [InlineData("acme,c1,2026-11-24T19:42:00Z,rating,,", "value", "is missing")]
    [InlineData("acme,c1,2026-11-24T19:42:00Z,complaint,5,", "value", "is given for a complaint or a ticket")]
    [InlineData("acme,c1,2026-11-24T19:42:00Z,praise,5,", "kind", "is not known")]
    [InlineData("acme,c1,2026-11-24T19:42:00Z,rating,5,weather", "pillar", "is not known")]
    public async Task A_bad_rating_is_refused_and_takes_the_good_ones_with_it(string row, string column, string problem)
    {
        var (ratings, importer) = Make();
        var result = await CsvAsync(importer, $"tenant,customer,at,kind,value,pillar\nacme,c1,2026-11-24T20:04:59Z,rating,80,\n{row}\n");
        var found = Assert.Single(result.Problems.First);
        Assert.Equal((3, column, problem), (found.Line, found.Column, found.Problem));
        Assert.Empty(ratings.Of(One, Now.AddDays(-1)));
    }

    [Fact]
    public async Task Free_text_is_refused_and_the_remedy_says_why()
    {
        var (_, importer) = Make();
        var found = Assert.Single((await CsvAsync(importer, "tenant,customer,at,kind,value,comment\nacme,c1,2026-11-24T19:42:00Z,rating,80,too slow\n")).Problems.First);
        Assert.Equal("comment", found.Column);
        Assert.Contains("not stored", found.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_too_many_and_too_old_ratings_the_oldest_go_and_are_counted()
    {
        using var counted = new EdgeProbe.Testing.Collectors.CountedMeter(_book.Meter.Meter);
        var (ratings, importer) = Make(most: 2);
        foreach (var minute in (int[])[1, 2, 3])
            await CsvAsync(importer, $"tenant,customer,at,kind\nacme,c1,2026-11-24T19:0{minute}:00Z,ticket\n");
        Assert.Equal([2, 3], ratings.Of(One, Now.AddDays(-1)).Select(r => r.At.Minute));
        _clock.Advance(RatingBook.Kept);
        ratings.ForgetOld();
        Assert.Empty(ratings.Of(One, Now.AddDays(-1)));
        Assert.Equal(3, counted["edgeprobe_ratings_forgotten"]);
    }

    [Fact]
    public async Task A_customer_who_is_forgotten_takes_what_they_said_along()
    {
        var (ratings, importer) = Make();
        await CsvAsync(importer, "tenant,customer,at,kind\nacme,c1,2026-11-24T19:00:00Z,ticket\n");
        _book.Registry.Remove(One);
        Assert.Empty(ratings.Since(Now.AddDays(-1)));
    }

    [Fact]
    public async Task Other_pillars_are_posted_and_the_newest_counts()
    {
        var posted = new PillarBook(_book.Database, _book.Registry);
        var importer = new RatingImporter(new RatingBook(_book.Database, _book.Registry, _clock, _book.Meter), posted, Pillars, _clock);
        async Task<ImportResult> PostAsync(string pillar, string score, string at) => await importer.PillarsAsync(
            Book.Bytes($$"""[{"tenant":"acme","customer":"c1","pillar":"{{pillar}}","score":{{score}},"at":"{{at}}","source":"crm"}]"""), ImportForm.Json, default);
        Assert.Equal(1, (await PostAsync("billing", "70", "2026-11-24T10:00:00Z")).Counts!.Added);
        Assert.Equal(1, (await PostAsync("billing", "20", "2026-11-24T09:00:00Z")).Counts!.Unchanged);
        Assert.Equal(1, (await PostAsync("billing", "90", "2026-11-24T11:00:00Z")).Counts!.Changed);
        Assert.Equal((90, "crm"), (posted.Of(One).Single().Score, posted.Of(One).Single().Source));
        Assert.Equal("is measured here", Assert.Single((await PostAsync("network", "90", "2026-11-24T11:00:00Z")).Problems.First).Problem);
        Assert.Equal("is not known", Assert.Single((await PostAsync("weather", "90", "2026-11-24T11:00:00Z")).Problems.First).Problem);
        Assert.Equal("is out of range", Assert.Single((await PostAsync("billing", "100.5", "2026-11-24T11:00:00Z")).Problems.First).Problem);
        Assert.Equal("is missing", Assert.Single((await PostAsync("billing", "null", "2026-11-24T11:00:00Z")).Problems.First).Problem);
    }

    public void Dispose() => _book.Dispose();

    private (RatingBook Ratings, RatingImporter Importer) Make(int most = 1_000)
    {
        var ratings = new RatingBook(_book.Database, _book.Registry, _clock, _book.Meter, most);
        return (ratings, new RatingImporter(ratings, new PillarBook(_book.Database, _book.Registry), Pillars, _clock));
    }

    private static Task<ImportResult> CsvAsync(RatingImporter importer, string csv) => importer.RatingsAsync(Book.Bytes(csv), ImportForm.Csv, default);
}
