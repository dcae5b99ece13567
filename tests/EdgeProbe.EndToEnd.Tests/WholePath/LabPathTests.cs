using System.Net.Http.Json;
using System.Text.Json.Nodes;
using EdgeProbe.EndToEnd.Tests.Lab;
using EdgeProbe.Lab;
using EdgeProbe.Lab.Control;
using EdgeProbe.Testing;
using EdgeProbe.Testing.Agents;
using EdgeProbe.Testing.Brokers;
using EdgeProbe.Testing.Certificates;
using EdgeProbe.Testing.Collectors;

namespace EdgeProbe.EndToEnd.Tests.WholePath;

/// <summary>The real agent in a home behind the miniature ISP: it finds its own ladder, and a bad line shows where it is bad.</summary>
public sealed class LabPathTests
{
    private static readonly string[] Segments = ["lan", "access", "core", "service"];

    [Fact]
    public async Task The_ladder_builds_itself_and_a_lossy_access_line_is_named()
    {
        using var directory = new TemporaryDirectory();
        using var ca = new ThrowAwayCa();
        await using var broker = await MosquittoBroker.StartTlsAsync(ca);
        await using var collector = await CollectorProcess.StartAsync(broker, ca);
        await using var lab = await RunningLab.StartAsync(new LabOptions { Directory = directory.Path, Profile = "calm", Seed = 7, Relays = [broker.Port] });
        await using var agent = new AgentProcess(LabAgentSettings.Of("lab-1", ca, broker.Port, LabFile.Read(directory.Path)!.Agent));
        agent.Start("ip", "netns", "exec", lab.Isp.Home.Name);

        using var http = new HttpClient { BaseAddress = collector.Address };
        JsonNode? probe = null;
        await Eventually.TrueAsync(
            async () =>
            {
                probe = await ProbeAsync(http);
                return Segments.All(segment => Answers(probe, segment));
            },
            () => $"an answering point of every segment, in\n{probe}\n{agent.Run}",
            LoopbackPath.Patience);
        Assert.Null(probe!["worstSegment"]);
        foreach (var family in (string[])["v4", "v6"])
            Assert.Contains(probe["ladder"]!.AsArray(), point => Is(point, "service") && point!["family"]!.GetValue<string>() == family);

        await ControlClient.AskAsync(directory.Path, "set access.down loss=70%", CancellationToken.None);
        await Eventually.TrueAsync(
            async () => (probe = await ProbeAsync(http))?["worstSegment"]?.GetValue<string>() == "access", () => $"the access line named as worst, in\n{probe}", LoopbackPath.Patience);
    }

    private static bool Answers(JsonNode? probe, string segment) =>
        probe is not null && probe["ladder"]!.AsArray().Any(point => Is(point, segment) && point!["received"]!.GetValue<long>() > 0);

    private static bool Is(JsonNode? point, string segment) => point!["segment"]!.GetValue<string>() == segment;

    private static async Task<JsonNode?> ProbeAsync(HttpClient http)
    {
        using var answer = await http.GetAsync(new Uri("/api/v1/probes/acme/lab-1", UriKind.Relative));
        return answer.IsSuccessStatusCode ? await answer.Content.ReadFromJsonAsync<JsonNode>() : null;
    }
}
