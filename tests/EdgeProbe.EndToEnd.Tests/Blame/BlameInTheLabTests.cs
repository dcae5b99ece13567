using System.Globalization;
using System.Text.Json.Nodes;
using EdgeProbe.Testing;
using EdgeProbe.Testing.Brokers;
using EdgeProbe.Testing.Certificates;
using EdgeProbe.Testing.Collectors;
using Xunit.Abstractions;

namespace EdgeProbe.EndToEnd.Tests.Blame;

/// <summary>
/// Six homes, each behind a miniature ISP of its own, each with a trouble of its own: the verdict names the right part of the way, or nobody,
/// within three minutes, and the customer's page says it in words. docs/blame-in-the-lab.md shows a run.
/// </summary>
public sealed class BlameInTheLabTests(ITestOutputHelper output)
{
    // Half of the scoring window must be there before anybody is blamed.
    private static readonly TimeSpan Settling = TimeSpan.FromMinutes(6);
    private static readonly TimeSpan Allowed = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Filled = TimeSpan.FromMinutes(1);

    private static readonly Trouble[] Troubles =
    [
        new("wifi", "set lan delay=6ms jitter=30ms loss=1%", "lan", "the home network"),
        new("access-loss", "set access.down loss=12%", "access", "line to th"),
        new("core-delay", "set core delay=90ms", "core", "the provider's network"),
        new("dead-service", "set web state=silent", "service", "shop and video do not answer as they should"),
        new("lying-hop", "set first-hop state=lying", null, "The connection works well"),
        new("satellite", null, null, "as quick as its distance allows"),
    ];

    [Fact]
    public async Task The_right_part_of_the_way_is_named_or_nobody()
    {
        var clock = TimeProvider.System;
        using var ca = new ThrowAwayCa();
        await using var broker = await MosquittoBroker.StartTlsAsync(ca);
        await using var collector = await CollectorProcess.StartAsync(broker, ca);
        using var http = new HttpClient { BaseAddress = collector.Address };
        await ImportAsync(http);
        var homes = new List<(Trouble Trouble, FaultyHome Home)>();
        try
        {
            foreach (var trouble in Troubles)
            {
                string[] before = trouble.Name == "satellite" ? ["set access delay=270ms"] : [];
                homes.Add((trouble, await FaultyHome.StartAsync(trouble.Name, (ulong)homes.Count + 11, broker.Port, ca, http, before)));
            }

            foreach (var (_, home) in homes) await HealthyAsync(home);
            var began = clock.GetTimestamp();
            foreach (var (trouble, home) in homes)
                if (trouble.Request is { } request) await home.SetAsync(request);

            var rows = await Task.WhenAll(homes.Select(h => WatchedAsync(h.Trouble, h.Home, () => clock.GetElapsedTime(began))));
            output.WriteLine(string.Join('\n', rows.Select(r => r.Row)));
            Assert.All(rows, row => Assert.True(row.Problem is null, row.Problem));
        }
        finally
        {
            foreach (var (_, home) in homes) await home.DisposeAsync();
        }
    }

    private static async Task ImportAsync(HttpClient http)
    {
        var csv = "tenant,id,class,technology,region,probes\n" + string.Concat(Troubles.Select(t => $"acme,{t.Name},postpaid,fibre,north,{t.Name}\n"));
        using var body = new StringContent(csv, System.Text.Encoding.UTF8, "text/csv");
        using var answer = await http.PostAsync(new Uri("/api/v1/customers/import", UriKind.Relative), body);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static async Task HealthyAsync(FaultyHome home)
    {
        JsonNode? probe = null;
        await Eventually.TrueAsync(
            async () => (probe = await home.ProbeAsync()) is not null && Kind(probe) == "none",
            () => $"{home.Name} with nobody to blame, in\n{probe?["verdict"]}\n{probe?["blame"]}\n{home}",
            Settling);
    }

    // Where somebody is to blame, they are named in time and nobody else is. Where nobody is, nobody is named when the trouble has filled a minute,
    // and whoever is suspected (the hop that lies, the line that is long) is never named; a machine that is short of time may really delay.
    private static async Task<(string Row, string? Problem)> WatchedAsync(Trouble trouble, FaultyHome home, Func<TimeSpan> elapsed)
    {
        var (done, wrong) = ((Seen?)null, (string?)null);
        JsonNode? probe = null;
        while (elapsed() < Allowed && (done is null || trouble.Segment is null))
        {
            await Task.Delay(TimeSpan.FromSeconds(2));
            probe = await home.ProbeAsync();
            var sentence = (await home.CustomerAsync())?["sentence"]?.GetValue<string>() ?? "";
            var segment = probe?["verdict"]?["segment"]?.GetValue<string>();
            if (segment is not null && (trouble.Segment is null ? segment.Contains("access", StringComparison.Ordinal) : segment != trouble.Segment))
                wrong ??= $"{trouble.Name}: {segment} was named after {Seconds(elapsed())} s, in\n{probe!["verdict"]}\n{probe["blame"]}";
            if (segment == trouble.Segment && sentence.Contains(trouble.Words, StringComparison.Ordinal) && (segment is not null || elapsed() > Filled))
                done = new Seen(elapsed(), probe!, sentence);
        }

        var (at, shown) = (done?.At, done?.Probe ?? probe);
        var verdict = shown?["verdict"];
        var row = $"| {trouble.Name} | `{trouble.Request ?? "from the start: set access delay=270ms"}` | {verdict?["segment"] ?? "nobody"} | {verdict?["cause"]} | {verdict?["scope"]} | "
            + $"{(at is { } time && trouble.Segment is not null ? $"{Seconds(time)} s" : "-")} | {Points(shown?["score"]?["value"])} | {Parts(shown?["blame"])} | {done?.Sentence} |";
        return (row, wrong ?? (done is not null ? null
            : $"{trouble.Name}: {trouble.Segment ?? "nobody"} with '{trouble.Words}' was not seen within {Seconds(Allowed)} s, in\n{verdict}\n{probe?["blame"]}\n{probe?["sentence"]}\n{probe?["explanation"]}"));
    }

    private sealed record Seen(TimeSpan At, JsonNode Probe, string Sentence);

    private static string? Kind(JsonNode probe) => probe["verdict"]?["kind"]?.GetValue<string>();

    private static string Parts(JsonNode? blame) => blame is null
        ? ""
        : string.Join(", ", blame["segments"]!.AsArray().Select(s => $"{s!["segment"]} {Points(s["points"])}")) + $", nobody {Points(blame["notAttributable"])}";

    private static string Points(JsonNode? value) => value is null ? "-" : value.GetValue<double>().ToString("0.0;-0.00;0.0", CultureInfo.InvariantCulture);

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);

    /// <param name="Request">What the lab is told; null for a line that was like this from the first day.</param>
    /// <param name="Segment">Who is to be named; null for nobody.</param>
    /// <param name="Words">What the customer's page must say.</param>
    private sealed record Trouble(string Name, string? Request, string? Segment, string Words);
}
