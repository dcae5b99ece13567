using System.Text.Json.Nodes;
using EdgeProbe.Testing;
using EdgeProbe.Testing.Agents;
using EdgeProbe.Testing.Namespaces;
using EdgeProbe.Testing.Processes;

namespace EdgeProbe.EndToEnd.Tests.Passive;

/// <summary>A box on which capturing is not possible, or not all the time: the real agent says why and measures on.</summary>
public sealed class CaptureTroubleTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task An_interface_that_is_pulled_out_and_put_back_is_said_and_captured_on_again()
    {
        using var box = NetworkNamespace.Create("box");
        using var other = NetworkNamespace.Create("other");
        box.Run("ip", "link", "add", "name", "cable", "type", "veth", "peer", "name", "far", "netns", other.Name);
        box.Run("ip", "link", "set", "dev", "cable", "up");
        await using var agent = new AgentProcess(Settings("cable"));
        agent.Start("ip", "netns", "exec", box.Name);
        await agent.Run.WaitForTextAsync("Capturing on cable", Patience);

        box.Run("ip", "link", "delete", "dev", "cable");
        await agent.Run.WaitForTextAsync("capture/lost cable", Patience);
        await WaitForAsync(agent, "cannot");

        box.Run("ip", "link", "add", "name", "cable", "type", "veth", "peer", "name", "far", "netns", other.Name);
        box.Run("ip", "link", "set", "dev", "cable", "up");
        await agent.Run.WaitForTextAsync("capture/back cable", Patience);
        await WaitForAsync(agent, "capturing");
    }

    [Fact]
    public async Task Without_libpcap_the_package_is_named_and_all_else_is_measured()
    {
        await using var agent = new AgentProcess(Settings("lo"));
        agent.Start(
            "unshare", "-m", "sh", "-c",
            "for file in $(ldconfig -p | awk '/libpcap.so/ { print $NF }'); do mount --bind /dev/null \"$(readlink -f \"$file\")\"; done; exec \"$@\"", "sh");
        var status = await WaitForAsync(agent, "cannot");
        Assert.Contains("apt-get install libpcap0.8", status["passive"]!["problem"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Contains("apt-get install libpcap0.8", agent.Run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("passive", status["capabilities"]!.AsArray().Select(capability => capability!.GetValue<string>()));
    }

    [Fact]
    public async Task Without_the_capability_it_is_named_and_all_else_is_measured()
    {
        await using var agent = new AgentProcess(Settings("lo"));
        agent.Start("unshare", "-n", "sh", "-c", "ip link set lo up && exec setpriv --bounding-set=-all --inh-caps=-all \"$@\"", "sh");
        var status = await WaitForAsync(agent, "cannot");
        Assert.Contains("CAP_NET_RAW", status["passive"]!["problem"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_doctor_tries_the_interface_itself()
    {
        using var box = NetworkNamespace.Create("box");
        await using var good = new AgentProcess(Settings("lo"));
        Assert.Contains("PASS  passive    lo can be captured on; consent: they did", await DoctorAsync(box, good), StringComparison.Ordinal);
        await using var bad = new AgentProcess(Settings("eth7"));
        Assert.Contains("WARN  passive    there is no interface eth7", await DoctorAsync(box, bad), StringComparison.Ordinal);
    }

    private static async Task<JsonNode> WaitForAsync(AgentProcess agent, string state)
    {
        JsonNode? status = null;
        await Eventually.TrueAsync(
            async () => (status = await agent.StatusAsync())?["passive"]!["state"]!.GetValue<string>() == state
                && status["tests"]!.AsArray().Any(test => test!["windowStart"] is not null),
            () => $"passive state {state} and a measured window, in {status?["passive"]}\n{agent.Run}",
            Patience);
        return status!;
    }

    private static async Task<string> DoctorAsync(NetworkNamespace box, AgentProcess agent)
    {
        var (program, before) = AgentProcess.Program();
        await using var doctor = await ChildProcess.RunAsync("ip", ["netns", "exec", box.Name, program, .. before, "doctor", "--config", agent.SettingsFile], patience: Patience);
        return doctor.Output;
    }

    private static string Settings(string device) => $$"""
        {
          "tenant": "acme", "probe": "home-1",
          "broker": { "host": "127.0.0.1", "port": {{FreePort.Tcp()}} },
          "gateway": "none", "resolvers": [],
          "services": [ { "name": "here", "host": "127.0.0.1", "tcpPort": 9, "families": ["v4"] } ],
          "limits": { "allowedDestinations": ["127.0.0.0/8"] },
          "passive": { "enabled": true, "consent": "they did", "device": "{{device}}" },
          "spool": { "directory": "@DIR@/spool" }
        }
        """;
}
