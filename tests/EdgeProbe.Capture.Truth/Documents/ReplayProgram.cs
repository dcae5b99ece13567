using EdgeProbe.Testing.Agents;
using EdgeProbe.Testing.Processes;

namespace EdgeProbe.Capture.Truth.Documents;

/// <summary><c>edgeprobe replay</c> as a process of its own: the published program where EDGEPROBE_AGENT names it, else the one built.</summary>
public sealed class ReplayProgram(TimeProvider clock) : IReplay
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public async Task<ReplayRun> RunAsync(string capture, params string[] home)
    {
        var (program, before) = AgentProcess.Program();
        var started = clock.GetTimestamp();
        string[] arguments = [.. before, "replay", capture, "--json", .. home.SelectMany(network => new[] { "--home", network })];
        await using var run = await ChildProcess.RunAsync(program, arguments, patience: Patience);
        return new ReplayRun(run.ExitCode, run.Output, run.Errors, clock.GetElapsedTime(started));
    }
}
