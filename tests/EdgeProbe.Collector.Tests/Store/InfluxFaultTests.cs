using System.IO.Compression;
using System.Net;
using EdgeProbe.Collector.Settings;
using EdgeProbe.Collector.Store;
using EdgeProbe.Collector.Store.Influx;
using EdgeProbe.Contract;
using EdgeProbe.Testing.Databases;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeProbe.Collector.Tests.Store;

/// <summary>What a database may answer, and what must follow (faults C2 to C4).</summary>
public sealed class InfluxFaultTests : IAsyncDisposable
{
    private readonly FakeDatabase _database = new();

    public static TheoryData<int, WriteStatus> Answers() => new()
    {
        { 500, WriteStatus.Unavailable },
        { 503, WriteStatus.Unavailable },
        { 429, WriteStatus.Unavailable },
        { 401, WriteStatus.Misconfigured },
        { 403, WriteStatus.Misconfigured },
        { 404, WriteStatus.Misconfigured },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task A_refusal_names_its_kind_and_the_same_write_works_later(int code, WriteStatus expected)
    {
        await using var store = new InfluxStore(_database.Settings);
        _database.Answer = _ => (code, "why");
        var result = await store.WriteAsync([Rows.Row(delays: [1])], default);
        Assert.Equal(expected, result.Status);
        Assert.Contains($"{code}: why", result.Problem, StringComparison.Ordinal);
        _database.Answer = _ => (204, "");
        Assert.Equal(WriteStatus.Stored, (await store.WriteAsync([Rows.Row(delays: [1])], default)).Status);
    }

    [Fact]
    public async Task One_bad_line_among_many_is_found_and_the_others_are_all_written()
    {
        await using var store = new InfluxStore(_database.Settings);
        _database.Answer = body => body.Contains("target=bad", StringComparison.Ordinal) ? (400, "partial write: field type conflict dropped=1") : (204, "");
        var rows = Enumerable.Range(0, 100).Select(i => Rows.Row(Rows.Noon + i * 10_000L, Rows.Test(target: i == 37 ? "bad" : "good"), delays: [1])).ToList();
        var result = await store.WriteAsync(rows, default);
        Assert.Same(rows[37], Assert.Single(result.Refused).Row);
        var written = _database.Accepted.SelectMany(b => b.Split('\n', StringSplitOptions.RemoveEmptyEntries)).Distinct().Count();
        Assert.Equal(99, written);
    }

    [Fact]
    public async Task Both_dialects_write_where_they_should_with_their_credentials()
    {
        var basic = _database.Settings with { Database = "a b", Auth = new InfluxAuth(AuthKind.Basic, "me", "pw") };
        await using (var store = new InfluxStore(basic)) await store.WriteAsync([Rows.Row(delays: [1])], default);
        Assert.Equal(("/write?db=a%20b&precision=ms", "Basic bWU6cHc="), _database.Requests[^1]);
        var token = _database.Settings with { Dialect = InfluxDialect.V2, Organisation = "o", Auth = new InfluxAuth(AuthKind.Token, "", "t0") };
        using var client = new InfluxClient(token);
        await client.WriteAsync("m f=1i 1\n", default);
        Assert.Equal(("/api/v2/write?org=o&bucket=ep&precision=ms", "Token t0"), _database.Requests[^1]);
    }

    [Fact]
    public async Task A_sink_tries_again_until_it_is_taken()
    {
        var refusals = 1;
        _database.Answer = _ => Interlocked.Decrement(ref refusals) >= 0 ? (503, "busy") : (204, "");
        using var meter = new CollectorMeter();
        await using var sink = new InfluxSink(_database.Settings, meter, TimeProvider.System, NullLogger<InfluxSink>.Instance);
        sink.Offer([Rows.Row(delays: [1])]);
        await EdgeProbe.Testing.Eventually.TrueAsync(() => _database.Accepted.Count == 1, "the sink's second attempt");
    }

    [Fact]
    public async Task VictoriaMetrics_holds_the_numbers_of_a_window_once_however_often_it_came()
    {
        await using var victoria = await VictoriaServer.StartAsync();
        using var meter = new CollectorMeter();
        var settings = new InfluxSettings { Url = victoria.Url, Dialect = InfluxDialect.V2, Database = "ep" };
        await using var sink = new InfluxSink(settings, meter, TimeProvider.System, NullLogger<InfluxSink>.Instance);
        var row = Rows.Row(delays: [20_000, 20_000, 20_000]);
        sink.Offer([row, row]);
        sink.Offer([row]);
        var export = "";
        await EdgeProbe.Testing.Eventually.TrueAsync(
            async () => (export = await victoria.ExportAsync("{__name__=~\"window_(sent|p50|sketch)\"}")).Contains("window_p50", StringComparison.Ordinal),
            () => $"the window in VictoriaMetrics: {export}");
        Assert.Contains("\"values\":[3],\"timestamps\":[" + Rows.Noon + "]", export, StringComparison.Ordinal);
        Assert.Contains("\"target\":\"shop\"", export, StringComparison.Ordinal);
        Assert.DoesNotContain("sketch", export, StringComparison.Ordinal);
    }

    [Fact]
    public async Task VictoriaMetrics_holds_what_a_passive_series_counted()
    {
        await using var victoria = await VictoriaServer.StartAsync();
        using var meter = new CollectorMeter();
        var settings = new InfluxSettings { Url = victoria.Url, Dialect = InfluxDialect.V2, Database = "ep" };
        await using var sink = new InfluxSink(settings, meter, TimeProvider.System, NullLogger<InfluxSink>.Instance);
        sink.Offer([Rows.Passive(Rows.PassiveTest(28, Kind.PassiveTraffic, Segment.None, "traffic"), Rows.Noon, [], (Counter.BytesDown, ContractLimits.MaxCounterValue))]);
        var export = "";
        await EdgeProbe.Testing.Eventually.TrueAsync(
            async () => (export = await victoria.ExportAsync("{__name__=\"window_count_bytes_down\"}")).Contains("timestamps", StringComparison.Ordinal),
            () => $"the counter in VictoriaMetrics: {export}");
        Assert.Contains("\"values\":[9007199254740992],", export, StringComparison.Ordinal);
        Assert.Contains("\"kind\":\"passivetraffic\"", export, StringComparison.Ordinal);
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    /// <summary>Answers as told and keeps what it was asked.</summary>
    private sealed class FakeDatabase : IAsyncDisposable
    {
        private readonly WebApplication _app;
        private readonly Lock _lock = new();
        private readonly List<(string Target, string Authorization)> _requests = [];
        private readonly List<string> _accepted = [];

        public FakeDatabase()
        {
            var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
            builder.WebHost.UseKestrelCore().ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
            _app = builder.Build();
            _app.Run(TakeAsync);
            _app.Start();
            Settings = new InfluxSettings { Url = new Uri(_app.Urls.First()), Database = "ep" };
        }

        public Func<string, (int Code, string Words)> Answer { get; set; } = _ => (204, "");

        public InfluxSettings Settings { get; }

        public IReadOnlyList<(string Target, string Authorization)> Requests
        {
            get
            {
                lock (_lock) return [.. _requests];
            }
        }

        public IReadOnlyList<string> Accepted
        {
            get
            {
                lock (_lock) return [.. _accepted];
            }
        }

        public ValueTask DisposeAsync() => _app.DisposeAsync();

        private async Task TakeAsync(HttpContext context)
        {
            await using var plain = new GZipStream(context.Request.Body, CompressionMode.Decompress);
            using var reader = new StreamReader(plain);
            var body = await reader.ReadToEndAsync();
            var (code, words) = Answer(body);
            lock (_lock)
            {
                _requests.Add(($"{context.Request.Path}{context.Request.QueryString}", context.Request.Headers.Authorization.ToString()));
                if (code == 204) _accepted.Add(body);
            }

            context.Response.StatusCode = code;
            if (words.Length > 0) await context.Response.WriteAsync(words);
        }
    }
}
