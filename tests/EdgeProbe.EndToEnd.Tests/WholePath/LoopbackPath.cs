using System.Net.Http.Json;
using System.Text.Json.Nodes;
using EdgeProbe.Testing;
using EdgeProbe.Testing.Agents;
using EdgeProbe.Testing.Brokers;
using EdgeProbe.Testing.Certificates;
using EdgeProbe.Testing.Collectors;
using EdgeProbe.Testing.Processes;

namespace EdgeProbe.EndToEnd.Tests.WholePath;

/// <summary>Broker with TLS, collector with a reflector, and a real agent that measures both, all on loopback.</summary>
internal sealed class LoopbackPath : IAsyncDisposable
{
    public const string Tenant = "acme";
    public const string Probe = "home-1";

    // Two windows, the slowest time-out and a loaded machine.
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly ThrowAwayCa _ca;
    private readonly HttpClient _http = new();

    private LoopbackPath(ThrowAwayCa ca, MosquittoBroker broker, CollectorProcess collector, AgentProcess agent) =>
        (_ca, Broker, Collector, Agent) = (ca, broker, collector, agent);

    public MosquittoBroker Broker { get; }

    public CollectorProcess Collector { get; }

    public AgentProcess Agent { get; }

    public static async Task<LoopbackPath> StartAsync()
    {
        var ca = new ThrowAwayCa();
        var broker = await MosquittoBroker.StartTlsAsync(ca);
        var reflector = FreePort.Udp();
        var collector = await CollectorProcess.StartAsync(broker, ca, more: $$""" "reflector": { "listen": "127.0.0.1:{{reflector}}" }, """);
        var agent = new AgentProcess(Settings(ca, broker.Port, reflector, collector.Address.Port));
        agent.Start();
        return new LoopbackPath(ca, broker, collector, agent);
    }

    public async Task<JsonNode?> ProbeAsync()
    {
        try
        {
            using var answer = await _http.GetAsync(new Uri(Collector.Address, $"/api/v1/probes/{Tenant}/{Probe}"));
            return answer.IsSuccessStatusCode ? await answer.Content.ReadFromJsonAsync<JsonNode>() : null;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    /// <summary>Samples in the store, each counted once.</summary>
    public async Task<long> StoredAsync()
    {
        var counters = (await ProbeAsync())?["counters"];
        return counters is null ? 0 : counters["received"]!.GetValue<long>() - counters["duplicates"]!.GetValue<long>();
    }

    public async Task WaitForStoredAsync(long atLeast) =>
        await Eventually.TrueAsync(
            async () => Agent.IsRunning ? await StoredAsync() >= atLeast : throw new InvalidOperationException($"the agent has ended: {Agent.Run}"),
            () => $"{atLeast} samples stored\n{Agent.Run}\n{Collector.Run}",
            Patience);

    /// <summary>Waits until everything that the agent has measured by now is acknowledged; returns how many samples that were.</summary>
    public async Task<long> WaitUntilAcknowledgedAsync()
    {
        var measured = await SamplesAsync("measured");
        await Eventually.TrueAsync(
            async () => await SamplesAsync("stored") >= measured, () => $"{measured} measured samples acknowledged\n{Agent.Run}\n{Collector.Run}", Patience);
        return measured;
    }

    private async Task<long> SamplesAsync(string count) => (await Agent.StatusAsync())?["samples"]?[count]?.GetValue<long>() ?? 0;

    public async ValueTask DisposeAsync()
    {
        await Agent.DisposeAsync();
        await Collector.DisposeAsync();
        await Broker.DisposeAsync();
        _ca.Dispose();
        _http.Dispose();
    }

    private static string Settings(ThrowAwayCa ca, int broker, int reflector, int web)
    {
        var files = ca.Client($"{Tenant}/{Probe}");
        return $$"""
            {
              "tenant": "{{Tenant}}", "probe": "{{Probe}}", "site": "loopback",
              "broker": { "host": "localhost", "port": {{broker}}, "ca": "{{ca.CaFile}}", "certificate": "{{files.Certificate}}", "key": "{{files.Key}}" },
              "gateway": "none",
              "reflector": "127.0.0.1:{{reflector}}",
              "services": [
                { "name": "portal", "host": "127.0.0.1", "url": "http://127.0.0.1:{{web}}/health/live", "tcpPort": {{web}}, "families": ["v4"] },
                { "name": "second", "host": "127.0.0.2", "families": ["v4"] }
              ],
              "resolvers": [],
              "plan": { "httpIntervalSeconds": 10 },
              "limits": { "allowedDestinations": ["127.0.0.0/8"] },
              "spool": { "directory": "@DIR@/spool" }
            }
            """;
    }
}
