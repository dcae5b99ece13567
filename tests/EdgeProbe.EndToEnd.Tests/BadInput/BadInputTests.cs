using System.Text.Json.Nodes;
using EdgeProbe.Testing;
using EdgeProbe.Testing.Agents;
using EdgeProbe.Testing.Processes;

namespace EdgeProbe.EndToEnd.Tests.BadInput;

/// <summary>What a field engineer gets wrong: each gets one clear sentence with the remedy, and what can go on goes on.</summary>
public sealed class BadInputTests
{
    [Fact]
    public async Task Wrong_settings_end_with_2_and_name_every_problem_at_once()
    {
        await using var agent = new AgentProcess("""{ "tenant": "a b", "probe": "p", "broker": { "prot": 8883 } }""");
        var run = agent.Start();
        await run.WaitForExitAsync();
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("broker.prot", run.Errors, StringComparison.Ordinal);
        Assert.Contains("broker.port", run.Errors, StringComparison.Ordinal);
        Assert.Contains("broker.host", run.Errors, StringComparison.Ordinal);
        Assert.Contains("tenant", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_spool_directory_that_cannot_be_written_ends_with_5_and_says_what_to_do()
    {
        await using var agent = new AgentProcess(Settings(spool: "/proc/edgeprobe"));
        var run = agent.Start();
        await run.WaitForExitAsync();
        Assert.Equal(5, run.ExitCode);
        Assert.Contains("/proc/edgeprobe", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broker_that_is_not_there_stops_no_measurement()
    {
        await using var agent = new AgentProcess(Settings());
        agent.Start();
        JsonNode? status = null;
        await Eventually.TrueAsync(
            async () => (status = await agent.StatusAsync())?["spool"]!["depth"]!.GetValue<long>() > 0, () => $"samples in the spool\n{agent.Run}", TimeSpan.FromSeconds(60));
        Assert.NotEqual("online", status!["link"]!["status"]!.GetValue<string>());
        Assert.Contains("127.0.0.1", status["link"]!["problem"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.True(agent.IsRunning);
    }

    [Fact]
    public async Task A_second_agent_on_one_spool_ends_with_1_and_names_the_first()
    {
        await using var agent = new AgentProcess(Settings());
        var first = agent.Start();
        await Eventually.TrueAsync(() => Directory.Exists(agent.SpoolPath) && Directory.EnumerateFiles(agent.SpoolPath).Any(), () => $"the spool\n{first}");
        var second = agent.Start();
        await second.WaitForExitAsync();
        Assert.Equal(1, second.ExitCode);
        Assert.Contains($"{first.Pid}", second.Errors, StringComparison.Ordinal);
        await first.StopAsync();
    }

    // Debian's library is hidden from this one process by mounting an empty file over it in a mount namespace of its own.
    [Fact]
    public async Task Without_libmosquitto_it_ends_with_3_and_names_the_package()
    {
        await using var agent = new AgentProcess(Settings());
        var run = agent.Start(Hiding("libmosquitto.so.1"));
        await run.WaitForExitAsync();
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("apt-get install libmosquitto1", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_libcurl_the_other_probers_go_on_and_the_check_says_why_it_was_not_made()
    {
        await using var agent = new AgentProcess(Settings(service: """{ "name": "shop", "url": "http://127.0.0.1:9/", "families": ["v4"] }"""));
        agent.Start(Hiding("libcurl.so.4"));
        JsonNode? tests = null;
        await Eventually.TrueAsync(
            async () =>
            {
                tests = (await agent.StatusAsync())?["tests"];
                return Reason(tests, "http") is not null && Answered(tests, "icmp");
            },
            () => $"an answered echo and a reason of the check, in {tests}\n{agent.Run}",
            TimeSpan.FromSeconds(60));
        Assert.Contains("NoLibrary", Reason(tests, "http")!, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("libcurl4", agent.Run.Errors, StringComparison.Ordinal);
    }

    // A user without any capability, where the kernel lets no group send echo requests.
    [Fact]
    public async Task Without_the_capability_for_echo_requests_the_other_probers_go_on_and_doctor_prints_the_remedy()
    {
        await using var agent = new AgentProcess(Settings(service: """{ "name": "shop", "host": "127.0.0.1", "tcpPort": 9, "families": ["v4"] }"""));
        string[] bare = ["unshare", "-n", "sh", "-c", "ip link set lo up && exec setpriv --bounding-set=-all --inh-caps=-all \"$@\"", "sh"];
        agent.Start(bare);
        JsonNode? tests = null;
        await Eventually.TrueAsync(
            async () => Reason(tests = (await agent.StatusAsync())?["tests"], "icmp") is not null, () => $"a reason of the echo test, in {tests}\n{agent.Run}", TimeSpan.FromSeconds(60));
        Assert.Contains("NoPermission", Reason(tests, "icmp")!, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("ping_group_range", agent.Run.Errors, StringComparison.Ordinal);
        Assert.True(agent.IsRunning);
    }

    private static string? Reason(JsonNode? tests, string kind) =>
        tests?.AsArray().Where(test => test!["kind"]!.GetValue<string>().Equals(kind, StringComparison.OrdinalIgnoreCase))
            .Select(test => test!["reason"]?.GetValue<string>()).FirstOrDefault(reason => reason is not null);

    private static bool Answered(JsonNode? tests, string kind) =>
        tests!.AsArray().Any(test => test!["kind"]!.GetValue<string>().Equals(kind, StringComparison.OrdinalIgnoreCase) && test["received"]!.GetValue<long>() > 0);

    private static string[] Hiding(string library) =>
    [
        "unshare", "-m", "sh", "-c",
        $"for file in $(ldconfig -p | awk '/{library}/ {{ print $NF }}'); do mount --bind /dev/null \"$(readlink -f \"$file\")\"; done; exec \"$@\"",
        "sh",
    ];

    private static string Settings(string spool = "@DIR@/spool", string service = """{ "name": "here", "host": "127.0.0.1", "families": ["v4"] }""") => $$"""
        {
          "tenant": "acme", "probe": "home-1",
          "broker": { "host": "127.0.0.1", "port": {{FreePort.Tcp()}} },
          "gateway": "none", "services": [ {{service}} ], "resolvers": [],
          "limits": { "allowedDestinations": ["127.0.0.0/8"] },
          "spool": { "directory": "{{spool}}" }
        }
        """;
}
