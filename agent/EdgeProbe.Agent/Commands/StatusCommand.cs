using System.CommandLine;
using EdgeProbe.Agent.Settings;

namespace EdgeProbe.Agent.Commands;

/// <summary><c>edgeprobe status</c>: how the running agent is, from what it leaves after each window.</summary>
internal static class StatusCommand
{
    private static readonly TimeSpan Stale = TimeSpan.FromSeconds(90);

    public static Command Create()
    {
        var config = ConfigOption.Create();
        var json = new Option<bool>("--json") { Description = "One JSON document instead of text" };
        var command = new Command("status", "Show how the running agent is: link, spool, and the newest result of each test.") { config, json };
        command.SetAction(parsed => Run(parsed.GetValue(config)!, parsed.GetValue(json), TimeProvider.System));
        return command;
    }

    private static int Run(string config, bool json, TimeProvider clock)
    {
        var (settings, problems) = SettingsFile.Load(config);
        if (settings is null) return Complaint.Settings(config, problems);
        if (StatusFile.Read(settings.Spool.Directory) is not { } status)
            return Complaint.Of(ExitCodes.CannotRun, $"no agent has left a status in {settings.Spool.Directory}; start it with `edgeprobe run --config {config}`");
        var age = clock.GetUtcNow() - status.Time;
        if (json) PrintJson(status);
        else foreach (var line in StatusText.Of(status, age)) Console.Out.WriteLine(line);
        return age <= Stale
            ? ExitCodes.Ok
            : Complaint.Of(ExitCodes.CannotRun, $"that status is {age.TotalSeconds:0} s old: the agent (process {status.Pid}) no longer runs, or hangs");
    }

    private static void PrintJson(StatusDocument status)
    {
        using var output = Console.OpenStandardOutput();
        StatusJson.Write(status, output);
        output.WriteByte((byte)'\n');
    }
}
