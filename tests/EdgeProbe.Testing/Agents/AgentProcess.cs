using System.Text.Json.Nodes;
using EdgeProbe.Testing.Processes;

namespace EdgeProbe.Testing.Agents;

/// <summary>
/// The real agent as a process of its own, with its settings and its spool in a directory of its own that outlives a stop or a kill. It is the
/// published program of the variable EDGEPROBE_AGENT where that is set (tests/run.sh sets it), else the one built in its own room.
/// </summary>
public sealed class AgentProcess : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly List<ChildProcess> _runs = [];

    /// <param name="settings">The settings file's text; @DIR@ becomes the agent's own directory.</param>
    public AgentProcess(string settings) =>
        File.WriteAllText(SettingsFile, settings.Replace("@DIR@", _directory.Path, StringComparison.Ordinal));

    public string SettingsFile => _directory.File("edgeprobe.json");

    public string SpoolPath => _directory.File("spool");

    public ChildProcess Run => _runs[^1];

    public bool IsRunning => _runs.Count > 0 && !Run.HasExited;

    /// <summary>The program and the arguments that come before its own.</summary>
    public static (string Program, string[] Arguments) Program()
    {
        if (Environment.GetEnvironmentVariable("EDGEPROBE_AGENT") is { Length: > 0 } published)
            return File.Exists(published) ? (published, []) : throw new FileNotFoundException($"EDGEPROBE_AGENT names {published}, which is missing: run deploy/publish.sh");
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        var configuration = here.Parent?.Name ?? "Debug";
        for (var at = here; at is not null; at = at.Parent)
        {
            if (!File.Exists(Path.Combine(at.FullName, "EdgeProbe.sln"))) continue;
            var built = Path.Combine(at.FullName, "agent", "EdgeProbe.Agent", "bin", configuration, "net10.0", "edgeprobe.dll");
            return File.Exists(built) ? ("dotnet", [built]) : throw new FileNotFoundException($"{built} is missing: build agent/EdgeProbe.Agent first");
        }

        throw new DirectoryNotFoundException($"no EdgeProbe.sln above {here.FullName}");
    }

    /// <summary>Runs a command of the agent to its end.</summary>
    public static async Task<ChildProcess> CommandAsync(params string[] arguments)
    {
        var (program, before) = Program();
        return await ChildProcess.RunAsync(program, [.. before, .. arguments]);
    }

    /// <summary>Starts <c>edgeprobe run</c>, behind a prefix such as <c>ip netns exec NAME</c> where one is given.</summary>
    public ChildProcess Start(params string[] prefix)
    {
        var (program, before) = Program();
        string[] line = [.. prefix, program, .. before, "run", "--config", SettingsFile];
        _runs.Add(ChildProcess.Start(line[0], line[1..]));
        return Run;
    }

    /// <summary>What the agent last wrote of itself; null before its first window.</summary>
    public async Task<JsonNode?> StatusAsync()
    {
        await using var status = await CommandAsync("status", "--json", "--config", SettingsFile);
        return status.Output.StartsWith('{') ? JsonNode.Parse(status.Output) : null;
    }

    public Task StopAsync() => Run.StopAsync();

    public Task KillAsync() => Run.KillAsync();

    public async ValueTask DisposeAsync()
    {
        foreach (var run in _runs)
        {
            if (!run.HasExited) await run.StopAsync();
            await run.DisposeAsync();
        }

        _directory.Dispose();
    }
}
