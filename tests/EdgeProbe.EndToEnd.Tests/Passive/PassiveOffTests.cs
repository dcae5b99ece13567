using System.Text.Json.Nodes;
using EdgeProbe.Testing;
using EdgeProbe.Testing.Agents;
using EdgeProbe.Testing.Processes;

namespace EdgeProbe.EndToEnd.Tests.Passive;

/// <summary>Without consent the customer's traffic is not looked at, and the real agent shows it.</summary>
public sealed class PassiveOffTests
{
    [Theory]
    [InlineData("{ }")]
    [InlineData("""{ "enabled": false, "consent": "contract 4711, signed 2026-11-02" }""")]
    public async Task Nothing_of_libpcap_is_loaded_and_the_status_says_off(string passive)
    {
        await using var agent = new AgentProcess(Settings(passive));
        agent.Start();
        JsonNode? status = null;
        await Eventually.TrueAsync(async () => (status = await agent.StatusAsync()) is not null, () => $"a status\n{agent.Run}", TimeSpan.FromSeconds(60));
        Assert.Equal("off", status!["passive"]!["state"]!.GetValue<string>());
        Assert.DoesNotContain("passive", status["capabilities"]!.AsArray().Select(capability => capability!.GetValue<string>()));
        Assert.DoesNotContain("libpcap", await File.ReadAllTextAsync($"/proc/{agent.Run.Pid}/maps"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Enabled_without_a_consent_ends_with_2_and_says_what_to_write()
    {
        await using var agent = new AgentProcess(Settings("""{ "enabled": true }"""));
        var run = agent.Start();
        await run.WaitForExitAsync();
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("passive.consent is missing", run.Errors, StringComparison.Ordinal);
        Assert.Contains("write who consented and when", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_doctor_calls_it_in_order()
    {
        await using var agent = new AgentProcess(Settings("{ }"));
        await using var doctor = await AgentProcess.CommandAsync("doctor", "--config", agent.SettingsFile);
        Assert.Contains("PASS  passive    passive measurement is off: no consent is recorded", doctor.Output, StringComparison.Ordinal);
    }

    private static string Settings(string passive) => $$"""
        {
          "tenant": "acme", "probe": "home-1",
          "broker": { "host": "127.0.0.1", "port": {{FreePort.Tcp()}} },
          "gateway": "none", "resolvers": [],
          "services": [ { "name": "here", "host": "127.0.0.1", "families": ["v4"] } ],
          "limits": { "allowedDestinations": ["127.0.0.0/8"] },
          "passive": {{passive}},
          "spool": { "directory": "@DIR@/spool" }
        }
        """;
}
