using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using EdgeProbe.EndToEnd.Tests.WholePath;
using EdgeProbe.Lab;
using EdgeProbe.Lab.Control;
using EdgeProbe.Testing;
using EdgeProbe.Testing.Agents;
using EdgeProbe.Testing.Brokers;
using EdgeProbe.Testing.Collectors;

namespace EdgeProbe.EndToEnd.Tests.Passive;

/// <summary>The miniature ISP with an agent in the gateway, where it sees the home's traffic pass, and broker and collector beside it.</summary>
internal sealed class WatchedHome : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly HttpClient _http = new();

    private WatchedHome(MosquittoBroker broker, CollectorProcess collector) => (Broker, Collector) = (broker, collector);

    public MosquittoBroker Broker { get; }

    public CollectorProcess Collector { get; }

    public RunningLab Lab { get; private set; } = null!;

    public AgentProcess Agent { get; private set; } = null!;

    /// <param name="passive">The settings' section.</param>
    public static Task<WatchedHome> StartAsync(string passive) => StartAsync(_ => Task.FromResult(passive));

    /// <param name="passive">Makes the settings' section, and what else is to be there before the agent starts.</param>
    public static async Task<WatchedHome> StartAsync(Func<WatchedHome, Task<string>> passive)
    {
        var broker = await MosquittoBroker.StartPlainAsync();
        var home = new WatchedHome(broker, await CollectorProcess.StartAsync(broker));
        home.Lab = await RunningLab.StartAsync(new LabOptions { Directory = home._directory.Path, Profile = "calm", Seed = 11, Relays = [broker.Port] });
        home.Agent = new AgentProcess(Settings(broker.Port, LabFile.Read(home._directory.Path)!.Agent, await passive(home)));
        home.Agent.Start("ip", "netns", "exec", home.Lab.Isp.Gateway.Name);
        return home;
    }

    /// <summary>For the control socket: "set access loss=3%", "reset".</summary>
    public Task AskAsync(string request) => ControlClient.AskAsync(_directory.Path, request, CancellationToken.None);

    public async Task<JsonNode?> ProbeAsync()
    {
        using var answer = await _http.GetAsync(new Uri(Collector.Address, "/api/v1/probes/acme/gateway-1"));
        return answer.IsSuccessStatusCode ? await answer.Content.ReadFromJsonAsync<JsonNode>() : null;
    }

    /// <summary>Waits until the collector's view of the probe is so.</summary>
    public async Task<JsonNode> WaitAsync(Func<JsonNode, bool> isSo, string what)
    {
        JsonNode? probe = null;
        await Eventually.TrueAsync(
            async () => Agent.IsRunning
                ? (probe = await ProbeAsync()) is not null && isSo(probe)
                : throw new InvalidOperationException($"the agent has ended: {Agent.Run}"),
            () => $"{what}, in\n{probe?["passive"]}\n{Agent.Run}",
            LoopbackPath.Patience);
        return probe!;
    }

    public async ValueTask DisposeAsync()
    {
        await Agent.DisposeAsync();
        await Lab.DisposeAsync();
        await Collector.DisposeAsync();
        await Broker.DisposeAsync();
        _http.Dispose();
        _directory.Dispose();
    }

    private static string Settings(int broker, LabAgent lab, string passive) => $$"""
        {
          "tenant": "acme", "probe": "gateway-1",
          "broker": { "host": "127.0.0.1", "port": {{broker}} },
          "reflector": "{{lab.Reflector}}",
          "services": [{{string.Join(", ", lab.Services.Select(service => $$"""{ "name": "{{service.Name}}", "url": "{{service.Url}}" }"""))}}],
          "resolvers": {{JsonSerializer.Serialize(lab.Resolvers)}},
          "dnsQuestion": "{{lab.DnsQuestion}}",
          "httpCa": "{{lab.HttpCa}}",
          "passive": {{passive}},
          "spool": { "directory": "@DIR@/spool", "writeAfterSeconds": 1 }
        }
        """;
}
