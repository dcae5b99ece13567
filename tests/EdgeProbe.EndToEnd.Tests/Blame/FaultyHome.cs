using System.Net.Http.Json;
using System.Text.Json.Nodes;
using EdgeProbe.EndToEnd.Tests.Lab;
using EdgeProbe.Lab;
using EdgeProbe.Lab.Control;
using EdgeProbe.Testing;
using EdgeProbe.Testing.Agents;
using EdgeProbe.Testing.Certificates;

namespace EdgeProbe.EndToEnd.Tests.Blame;

/// <summary>One customer's home behind a miniature ISP of its own, with the real agent in it, all homes on one collector.</summary>
internal sealed class FaultyHome : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly HttpClient _http;
    private readonly RunningLab _lab;
    private readonly AgentProcess _agent;

    private FaultyHome(string name, HttpClient http, RunningLab lab, AgentProcess agent, TemporaryDirectory directory) =>
        (Name, _http, _lab, _agent, _directory) = (name, http, lab, agent, directory);

    public string Name { get; }

    /// <param name="before">What the lab is told before the agent starts: the line that this home has always had.</param>
    public static async Task<FaultyHome> StartAsync(string name, ulong seed, int broker, ThrowAwayCa ca, HttpClient http, params string[] before)
    {
        var directory = new TemporaryDirectory();
        var lab = await RunningLab.StartAsync(new LabOptions { Directory = directory.Path, Profile = "calm", Seed = seed, Relays = [broker] });
        foreach (var request in before) await ControlClient.AskAsync(directory.Path, request, CancellationToken.None);
        var agent = new AgentProcess(LabAgentSettings.Of(name, ca, broker, LabFile.Read(directory.Path)!.Agent));
        agent.Start("ip", "netns", "exec", lab.Isp.Home.Name);
        return new FaultyHome(name, http, lab, agent, directory);
    }

    public Task SetAsync(string request) => ControlClient.AskAsync(_directory.Path, request, CancellationToken.None);

    /// <summary>The probe's page as REST gives it; null before the probe is known.</summary>
    public Task<JsonNode?> ProbeAsync() => GetAsync($"/api/v1/probes/acme/{Name}");

    /// <summary>The page of the customer of the same name.</summary>
    public Task<JsonNode?> CustomerAsync() => GetAsync($"/api/v1/customers/acme/{Name}");

    public async ValueTask DisposeAsync()
    {
        await _agent.DisposeAsync();
        await _lab.DisposeAsync();
        _directory.Dispose();
    }

    public override string ToString() => $"{Name}: {_agent.Run}";

    private async Task<JsonNode?> GetAsync(string address)
    {
        using var answer = await _http.GetAsync(new Uri(address, UriKind.Relative));
        return answer.IsSuccessStatusCode ? await answer.Content.ReadFromJsonAsync<JsonNode>() : null;
    }
}
