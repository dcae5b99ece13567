using System.CommandLine;
using System.Runtime.InteropServices;
using EdgeProbe.Lab.Isp;
using EdgeProbe.Testing.Certificates;

namespace EdgeProbe.Lab.Commands;

/// <summary>`edgeprobe-lab up`: the lab, in the foreground, until a signal.</summary>
internal sealed class UpCommand
{
    private readonly Option<string> _state = LabCommands.State();
    private readonly Option<ulong> _seed = new("--seed") { Description = "Decides every random choice", DefaultValueFactory = _ => 1 };
    private readonly Option<string> _profile = new("--profile") { Description = "bare, calm or dsl", DefaultValueFactory = _ => "calm" };
    private readonly Option<string?> _reflector = new("--reflector") { Description = "Command line to run in core instead of the lab's own; {v4} and {v6} are its addresses" };
    private readonly Option<int> _reflectorPort = new("--reflector-port") { Description = "Its UDP port", DefaultValueFactory = _ => 862 };
    private readonly Option<int[]> _relays = new("--relay") { Description = "Port of 127.0.0.1 in home and gateway that leads to the host's: the broker's" };
    private readonly Option<string?> _certificate = new("--certificate") { Description = "PEM certificate of the web server" };
    private readonly Option<string?> _key = new("--key") { Description = "PEM key of the web server" };
    private readonly Option<string?> _authority = new("--ca") { Description = "PEM authority that signed it" };

    public Command Build()
    {
        var command = new Command("up", "Run the lab until SIGTERM; lab.json in the state directory says where everything is")
        {
            _state, _seed, _profile, _reflector, _reflectorPort, _relays, _certificate, _key, _authority,
        };
        command.SetAction((parsed, cancellation) => RunAsync(Options(parsed), parsed.InvocationConfiguration.Output, cancellation));
        return command;
    }

    private LabOptions Options(ParseResult parsed) => new()
    {
        Directory = Path.GetFullPath(parsed.GetRequiredValue(_state)),
        Seed = parsed.GetValue(_seed),
        Profile = parsed.GetValue(_profile)!,
        Reflector = parsed.GetValue(_reflector),
        ReflectorPort = parsed.GetValue(_reflectorPort),
        Relays = parsed.GetValue(_relays) ?? [],
        Certificate = parsed.GetValue(_certificate) is { } certificate ? new CertificateFiles(certificate, parsed.GetValue(_key) ?? "") : null,
        Authority = parsed.GetValue(_authority),
    };

    private static async Task<int> RunAsync(LabOptions options, TextWriter output, CancellationToken cancellation)
    {
        var stop = new TaskCompletionSource();
        using var asked = cancellation.Register(() => stop.TrySetResult());
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);
        await using var lab = await RunningLab.StartAsync(options);
        await output.WriteLineAsync($"The lab is up ({options.Profile}, seed {options.Seed}): {LabFile.In(options.Directory)}");
        await stop.Task;
        return 0;

        void Stop(PosixSignalContext context)
        {
            // The process ends when all is taken down, not before.
            context.Cancel = true;
            stop.TrySetResult();
        }
    }
}
