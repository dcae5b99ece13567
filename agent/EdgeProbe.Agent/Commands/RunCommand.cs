using System.CommandLine;
using EdgeProbe.Agent.Board;
using EdgeProbe.Agent.Settings;
using EdgeProbe.Agent.Spool;
using EdgeProbe.Mqtt;
using Microsoft.Extensions.Logging;

namespace EdgeProbe.Agent.Commands;

/// <summary><c>edgeprobe run</c>: measure and publish until told to stop.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var config = ConfigOption.Create();
        var verbose = new Option<bool>("--verbose") { Description = "Log everything, single attempts too" };
        var command = new Command("run", "Measure and publish until stopped by SIGTERM or Ctrl+C.") { config, verbose };
        command.SetAction((parsed, stopping) => RunAsync(parsed.GetValue(config)!, parsed.GetValue(verbose), stopping));
        return command;
    }

    private static async Task<int> RunAsync(string config, bool verbose, CancellationToken stopping)
    {
        var (settings, problems) = SettingsFile.Load(config);
        if (settings is null) return Complaint.Settings(config, problems);
        using var log = new ConsoleLog(Console.Error, verbose ? LogLevel.Debug : LogLevel.Information);
        NativeHeap.KeepSmall();
        try
        {
            var agent = new MeasuringAgent(settings, TimeProvider.System, log);
            await using var _ = agent.ConfigureAwait(false);
            if (!agent.CanMeasure) return Complaint.Of(ExitCodes.MissingCapability, string.Join("; ", agent.Handicaps));
            await agent.RunAsync(stopping).ConfigureAwait(false);
            return ExitCodes.Ok;
        }
        catch (SpoolException unusable)
        {
            return Complaint.Of(unusable.IsHeld ? ExitCodes.CannotRun : ExitCodes.UnwritableDirectory, unusable.Message);
        }
        catch (MqttLibraryMissingException missing)
        {
            return Complaint.Of(ExitCodes.MissingLibrary, missing.Message);
        }
#pragma warning disable CA1031 // the edge of the program: whatever it is, it is written down and the service manager starts anew
        catch (Exception unexpected)
        {
            CommandsLog.Broke(log, unexpected);
            return ExitCodes.CannotRun;
        }
#pragma warning restore CA1031
    }
}
