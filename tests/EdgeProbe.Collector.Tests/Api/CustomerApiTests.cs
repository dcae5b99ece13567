using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using EdgeProbe.Testing.Collectors;

namespace EdgeProbe.Collector.Tests.Api;

public sealed class CustomerApiTests(ServedCollector collector) : IClassFixture<ServedCollector>
{
    [Fact]
    public async Task Customers_are_put_changed_exported_imported_and_forgotten()
    {
        Assert.Equal(200, (await SendAsync(HttpMethod.Put, "/api/v1/plans/crm/fibre", """{"tier":"100M","promises":{"voice":{"adequate":70,"desired":90}},"advertised":{"delayMs":20,"downMbit":100}}""")).Code);
        var (code, counts) = await SendAsync(HttpMethod.Put, "/api/v1/customers/crm/c1", """{"class":"prepaid","plan":"fibre","probes":["x1"]}""");
        Assert.Equal((200, 1), (code, counts.GetProperty("added").GetInt32()));
        await SendAsync(HttpMethod.Put, "/api/v1/customers/crm/c1", """{"class":"postpaid","plan":"fibre","probes":["x1"]}""");
        var newest = (await collector.GetAsync("/api/v1/customers/crm/c1/history")).GetProperty("changes").EnumerateArray().First();
        Assert.Equal(("changed", "class", "prepaid", "postpaid"), (Text(newest, "what"), Text(newest, "field"), Text(newest, "before"), Text(newest, "after")));

        var export = await collector.Http.GetStringAsync("/api/v1/customers/export");
        var (imported, again) = await SendAsync(HttpMethod.Post, "/api/v1/customers/import", export, "text/csv");
        Assert.Equal((200, again.GetProperty("rows").GetInt32()), (imported, again.GetProperty("unchanged").GetInt32()));
        var plan = (await collector.GetAsync("/api/v1/plans")).GetProperty("plans").EnumerateArray().Single(p => Text(p, "tenant") == "crm");
        Assert.Equal("100M", Text(plan, "tier"));
        Assert.Equal(90, plan.GetProperty("comes").GetProperty("voice").GetProperty("desired").GetDouble());
        Assert.Equal(409, (await SendAsync(HttpMethod.Delete, "/api/v1/plans/crm/fibre")).Code);
        Assert.Equal(204, (await SendAsync(HttpMethod.Delete, "/api/v1/customers/crm/c1")).Code);
        Assert.Equal(404, (await SendAsync(HttpMethod.Delete, "/api/v1/customers/crm/c1")).Code);
        Assert.Equal(204, (await SendAsync(HttpMethod.Delete, "/api/v1/plans/crm/fibre")).Code);
    }

    [Fact]
    public async Task A_customer_is_seen_whole_and_their_probe_names_them()
    {
        const string promises = """{"promises":{"voice":{"adequate":99,"desired":100},"video_call":{"adequate":99,"desired":100},"gaming":{"adequate":99,"desired":100},"web":{"adequate":99,"desired":100}}}""";
        Assert.Equal(200, (await SendAsync(HttpMethod.Put, "/api/v1/plans/acme/fibre", promises)).Code);
        Assert.Equal(200, (await SendAsync(HttpMethod.Put, "/api/v1/customers/acme/home-1", """{"class":"converged","plan":"fibre","technology":"ftth","region":"north","node":"olt-7","probes":["p1"]}""")).Code);
        var at = DateTimeOffset.UtcNow.AddMinutes(-1).ToString("O");
        var said = await SendAsync(HttpMethod.Post, "/api/v1/ratings", $$"""[{"tenant":"acme","customer":"home-1","at":"{{at}}","kind":"rating","value":90}]""");
        Assert.Equal((200, 1), (said.Code, said.Body.GetProperty("added").GetInt32()));

        // The rating is joined with the scores around it within a second or two, and moves the gap once.
        await EdgeProbe.Testing.Eventually.TrueAsync(
            async () => (await collector.GetAsync("/api/v1/customers/acme/home-1")).GetProperty("expectation").GetProperty("ratings").GetInt32() == 1, "the rating counts");
        var customer = await collector.GetAsync("/api/v1/customers/acme/home-1");
        foreach (var name in (string[])["tenant", "id", "plan", "class", "technology", "region", "persona", "node", "subscriptions", "probes", "score", "expectation", "verdict", "sentence", "probeSummaries", "pillars", "whole", "days", "ratings"])
            Assert.True(customer.TryGetProperty(name, out _), name);
        Assert.Equal("p1", customer.GetProperty("probeSummaries").EnumerateArray().Single().GetProperty("probe").GetString());
        Assert.Equal((1, 90), (customer.GetProperty("ratings").GetProperty("count").GetInt32(), customer.GetProperty("ratings").GetProperty("mean").GetDouble()));
        var network = customer.GetProperty("pillars").EnumerateArray().Single();
        Assert.Equal(("network", true), (Text(network, "name"), network.GetProperty("fresh").GetBoolean()));
        Assert.Equal(network.GetProperty("score").GetDouble(), customer.GetProperty("whole").GetProperty("score").GetDouble());
        var expectation = customer.GetProperty("expectation");
        foreach (var name in (string[])["state", "adequate", "desired", "expected", "delivered", "gap", "overAdequate", "overDesired", "satisfaction", "promise", "stated", "own", "peers", "ratings", "apps"])
            Assert.True(expectation.TryGetProperty(name, out _), name);
        Assert.Equal(99.5, expectation.GetProperty("expected").GetDouble(), 9);
        var voice = expectation.GetProperty("apps").EnumerateArray().Single(a => Text(a, "app") == "voice");
        Assert.Equal((99.5, 99.5), (voice.GetProperty("promise").GetDouble(), voice.GetProperty("expected").GetDouble()));
        foreach (var name in (string[])["stated", "own", "peers"]) Assert.Equal(JsonValueKind.Null, voice.GetProperty(name).ValueKind);

        var listed = (await collector.GetAsync("/api/v1/customers")).GetProperty("customers").EnumerateArray().First();
        Assert.Equal("home-1", Text(listed, "id"));
        var first = await collector.GetAsync("/api/v1/customers?most=1");
        Assert.Equal(("home-1", 1), (Text(first.GetProperty("customers")[0], "id"), first.GetProperty("customers").GetArrayLength()));
        Assert.True(first.GetProperty("total").GetInt32() >= 1);
        Assert.Equal(400, (await collector.TryGetAsync("/api/v1/customers?most=0")).Code);
        var probe = await collector.GetAsync("/api/v1/probes/acme/p1");
        Assert.Equal(("home-1", "fibre", "ftth", "north", "converged", "olt-7"), (Text(probe.GetProperty("customer"), "id"), Text(probe, "plan"), Text(probe, "technology"), Text(probe, "region"), Text(probe, "class"), Text(probe, "node")));
        Assert.Equal(expectation.GetProperty("gap").GetDouble(), probe.GetProperty("gap").GetDouble(), 6);
        Assert.NotEmpty(Text(probe.GetProperty("verdict"), "reason"));
        Assert.Equal(JsonValueKind.Object, probe.GetProperty("expectation").ValueKind);
        Assert.Equal(404, (await collector.TryGetAsync("/api/v1/customers/acme/nobody")).Code);
        Assert.Equal(422, (await SendAsync(HttpMethod.Post, "/api/v1/pillars", """[{"tenant":"acme","customer":"home-1","pillar":"billing","score":5,"at":"2026-01-01T00:00:00Z","source":"x"}]""")).Code);
    }

    [Fact]
    public async Task A_customers_persona_weighs_their_probes_score()
    {
        collector.Link.Receive(Store.Rows.Probe("gamers"), LineRecording.Birth());
        collector.PublishMinutes(6, probe: "gamers");
        async Task<string> PersonaAsync()
        {
            var probe = await collector.TryGetAsync("/api/v1/probes/acme/gamers");
            return probe.Code == 200 && probe.Body.GetProperty("score").GetProperty("value").ValueKind == JsonValueKind.Number ? Text(probe.Body.GetProperty("explanation"), "persona") : "";
        }

        await EdgeProbe.Testing.Eventually.TrueAsync(async () => await PersonaAsync() == "default_home", "a score of a probe of nobody");
        Assert.Equal(200, (await SendAsync(HttpMethod.Put, "/api/v1/customers/acme/player", """{"class":"prepaid","persona":"gamer","probes":["gamers"]}""")).Code);
        // The next window brings the next score; a minute that was published already brings nothing.
        async Task<bool> WeighedAsync()
        {
            collector.PublishMinutes(1, probe: "gamers");
            return await PersonaAsync() == "gamer";
        }

        await EdgeProbe.Testing.Eventually.TrueAsync(WeighedAsync, "the customer's own weights");
        Assert.Equal("gamer", Text(await collector.GetAsync("/api/v1/customers/acme/player"), "persona"));
    }

    [Fact]
    public async Task Bad_rows_are_answered_row_by_row_and_nothing_is_taken()
    {
        var (code, body) = await SendAsync(HttpMethod.Post, "/api/v1/customers/import", "tenant,id,class,plan\nbad,c1,prepaid,\nbad,c2,gold,\nbad,c3,prepaid,none\n", "text/csv");
        Assert.Equal(422, code);
        Assert.NotEmpty(Text(body, "title"));
        Assert.Equal([(3, "class"), (4, "plan")], body.GetProperty("problems").EnumerateArray().Select(p => (p.GetProperty("line").GetInt32(), Text(p, "column"))));
        Assert.DoesNotContain("bad,", await collector.Http.GetStringAsync("/api/v1/customers/export"), StringComparison.Ordinal);
        Assert.Equal(422, (await SendAsync(HttpMethod.Put, "/api/v1/customers/bad/c1", """{"id":"c2","class":"prepaid"}""")).Code);
        Assert.Equal(400, (await SendAsync(HttpMethod.Put, "/api/v1/customers/bad/c1", "{")).Code);
        Assert.Equal(415, (await SendAsync(HttpMethod.Post, "/api/v1/customers/import", "x", "text/plain")).Code);
    }

    [Fact]
    public async Task An_import_may_be_larger_than_other_bodies_and_has_a_limit()
    {
        var rows = new StringBuilder("tenant,id,class,region\n");
        for (var i = 0; i < 4_000; i++) rows.Append("big,c").Append(i).Append(",prepaid,\"a region with a long enough name\"\n");
        var (code, counts) = await SendAsync(HttpMethod.Post, "/api/v1/customers/import", rows.ToString(), "text/csv");
        Assert.Equal((200, 4_000), (code, counts.GetProperty("added").GetInt32()));
        using var huge = new ByteArrayContent(new byte[33 * 1024 * 1024]);
        huge.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        // The server may answer, or close before all was sent.
        try
        {
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await collector.Http.PostAsync("/api/v1/customers/import", huge)).StatusCode);
        }
        catch (HttpRequestException closed)
        {
            Assert.IsAssignableFrom<IOException>(closed.InnerException);
        }
    }

    private async Task<(int Code, JsonElement Body)> SendAsync(HttpMethod method, string path, string? body = null, string type = "application/json")
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, type);
        using var response = await collector.Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        using var document = JsonDocument.Parse(text.Length == 0 ? "{}" : text);
        return ((int)response.StatusCode, document.RootElement.Clone());
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? "";
}
