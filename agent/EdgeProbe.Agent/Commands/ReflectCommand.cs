using System.CommandLine;
using System.Net;
using EdgeProbe.Agent.Settings;
using EdgeProbe.Sockets;
using EdgeProbe.Stamp;
using Microsoft.Extensions.Logging;

namespace EdgeProbe.Agent.Commands;

/// <summary><c>edgeprobe reflect</c>: answer other probes' STAMP packets (RFC 8762, stateful).</summary>
internal static class ReflectCommand
{
    public static Command Create()
    {
        var listen = new Option<string>("--listen")
        {
            Description = "Address and port, for example 192.0.2.10:862 or [::]:862; port 0 lets the kernel choose",
            DefaultValueFactory = _ => "0.0.0.0:862",
            HelpName = "ADDRESS:PORT",
        };
        var command = new Command("reflect", "Answer the STAMP packets of other probes until stopped.") { listen };
        command.SetAction((parsed, stopping) => RunAsync(parsed.GetValue(listen)!, stopping));
        return command;
    }

    private static async Task<int> RunAsync(string listen, CancellationToken stopping)
    {
        if (!IPEndPoint.TryParse(listen, out var at) || HostPort.TryRead(listen, -1, out var given) && given.Port < 0)
            return Complaint.Of(ExitCodes.Settings, $"--listen is \"{listen}\"; it must be address:port, for example 0.0.0.0:862 or [::]:862");
        using var log = new ConsoleLog(Console.Error, LogLevel.Information);
        using var loop = new ReceiveLoop(TimeProvider.System, log.CreateLogger("reflector"));
        using var reflector = StampReflector.TryOpen(at, loop, TimeProvider.System, new KernelClock(), new ReflectorOptions(), out var problem);
        if (reflector is null) return Complaint.Of(ExitCodes.CannotRun, problem!);
        Console.Out.WriteLine($"reflecting on {new IPEndPoint(at.Address, reflector.LocalPort)}");
        Console.Out.Flush();
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Console.Out.WriteLine(Describe(reflector.Counters));
        return ExitCodes.Ok;
    }

    private static string Describe(ReflectorCounters c) =>
        $"received {c.Received}, reflected {c.Reflected}, malformed {c.Malformed}, limited {c.Limited}, refused {c.Refused}, unsent {c.Unsent}";
}
