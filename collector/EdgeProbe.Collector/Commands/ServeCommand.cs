using System.CommandLine;
using System.Runtime.InteropServices;
using EdgeProbe.Collector.Settings;
using EdgeProbe.Mqtt;

namespace EdgeProbe.Collector.Commands;

/// <summary><c>edgeprobe-collector serve --config FILE</c>: runs until SIGTERM or SIGINT.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var config = new Option<string>("--config") { Description = "The settings file (JSON; see deploy/collector/collector.json)", Required = true };
        var command = new Command("serve", "Runs the collector: takes in samples, stores and scores them, shows them.") { config };
        command.SetAction((parsed, _) => RunAsync(parsed.GetRequiredValue(config)));
        return command;
    }

    private static async Task<int> RunAsync(string file)
    {
        var (settings, problems) = SettingsFile.Load(file);
        if (settings is null)
        {
            await Console.Error.WriteLineAsync($"{file} cannot be used:");
            foreach (var problem in problems) await Console.Error.WriteLineAsync($"  {problem}");
            return ExitCode.Settings;
        }

        using var logs = LoggerFactory.Create(builder => builder
            .AddFilter("Microsoft", LogLevel.Warning)
            .AddSimpleConsole(console => { console.SingleLine = true; console.UseUtcTimestamp = true; console.TimestampFormat = "yyyy-MM-ddTHH:mm:ssZ "; }));
        return await ServeAsync(settings, logs);
    }

    private static async Task<int> ServeAsync(CollectorSettings settings, ILoggerFactory logs)
    {
        var stop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.TrySetResult();
        }

        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        try
        {
            await using var host = await CollectorHost.StartAsync(settings, (will, l) => OpenLink(settings, will, l), TimeProvider.System, logs, CancellationToken.None);
            // Scripts and tests wait for this line.
            Console.WriteLine($"EdgeProbe collector {settings.CollectorId} listens on {host.Address.GetLeftPart(UriPartial.Authority)}");
            await stop.Task;
            return ExitCode.Fine;
        }
        catch (MqttLibraryMissingException missing)
        {
            await Console.Error.WriteLineAsync(missing.Message);
            return ExitCode.MissingLibrary;
        }
        catch (IOException unusable)
        {
            await Console.Error.WriteLineAsync(unusable.Message);
            return ExitCode.UnusablePlace;
        }
    }

    // A lone collector keeps its session for an hour, so that what arrives while it restarts waits for it.
    private static MosquittoLink OpenLink(CollectorSettings settings, Func<MqttMessage?> will, ILoggerFactory logs)
    {
        var broker = settings.Broker;
        var options = new MqttLinkOptions
        {
            Host = broker.Host,
            Port = broker.Port,
            ClientId = broker.ClientId ?? $"edgeprobe-{settings.CollectorId}",
            Tls = broker is { Ca: { } ca, Client: { } client } ? new MqttTlsFiles { CaFile = ca, CertificateFile = client.Certificate, KeyFile = client.Key } : null,
            CleanStart = false,
            SessionExpiry = TimeSpan.FromHours(1),
            ReconnectCap = TimeSpan.FromSeconds(10),
        };
        return new MosquittoLink(options, will, TimeProvider.System, logs.CreateLogger<MosquittoLink>());
    }
}

/// <summary>How the program ends; scripts rely on these.</summary>
internal static class ExitCode
{
    public const int Fine = 0;
    public const int Settings = 2;
    public const int MissingLibrary = 3;
    public const int UnusablePlace = 5;
}
