using System.Globalization;
using System.Net;
using System.Text.Json;
using EdgeProbe.Probers;
using EdgeProbe.Probers.Icmp;
using EdgeProbe.Probers.Stamp;
using EdgeProbe.Probers.Tcp;
using EdgeProbe.Sockets;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeProbe.Accuracy;

/// <summary>
/// The probe's half of the bench, run inside the near namespace as a process of its own: the agent's prober, one attempt an interval. Says "ready"
/// when warm, measures on "go", makes its closing attempts on "close", then writes its result as one line of JSON.
/// </summary>
internal sealed class ProberSide(IProber prober, Target target, TimeProvider clock, TimeSpan interval)
{
    // Enough for the compiler and the sockets to settle.
    private const int WarmUp = 100;

    // The reflector's count is read from its answers, so what was lost last is known with the next answer.
    private const int Closing = 20;

    private readonly Random _chance = new(1);

    /// <param name="words">Kind (icmp, stamp, tcp), address, port, count, interval in milliseconds.</param>
    public static async Task<int> RunAsync(string[] words)
    {
        using var loop = new ReceiveLoop(TimeProvider.System, NullLogger.Instance);
        await using var prober = ProberOf(words[0], loop);
        var target = new Target
        {
            Test = 1, Name = "accuracy", Kind = KindOf(words[0]), Segment = Segment.Core, Host = words[1],
            Address = IPAddress.Parse(words[1]), Port = Number(words[2]),
        };
        var side = new ProberSide(prober, target, TimeProvider.System, TimeSpan.FromMilliseconds(Number(words[4])));
        await side.MeasureAsync(WarmUp);
        await SayAsync("ready");
        await Console.In.ReadLineAsync();
        var measured = await side.MeasureAsync(Number(words[3]));
        await SayAsync("done");
        await Console.In.ReadLineAsync();
        var closing = await side.MeasureAsync(Closing);
        await SayAsync(JsonSerializer.Serialize(ProbeResult.Of(measured, closing)));
        return 0;
    }

    private async Task<Measurement[]> MeasureAsync(int count)
    {
        var attempts = new Task<Measurement>[count];
        var started = clock.GetTimestamp();
        for (var i = 0; i < count; i++)
        {
            // Somewhere in its own interval: at an even pace one side would always find the processor that the other has just woken.
            var wait = interval * (i + _chance.NextDouble()) - clock.GetElapsedTime(started);
            if (wait > TimeSpan.Zero) await Task.Delay(wait, clock);
            attempts[i] = prober.MeasureAsync(target, CancellationToken.None).AsTask();
        }

        return await Task.WhenAll(attempts);
    }

    private static IProber ProberOf(string kind, ReceiveLoop loop) => kind switch
    {
        "icmp" => new IcmpEchoProber(loop, TimeProvider.System, new IcmpOptions()),
        "stamp" => new StampProber(loop, TimeProvider.System, new KernelClock(), new StampOptions()),
        _ => new TcpConnectProber(loop, TimeProvider.System, new TcpOptions()),
    };

    private static Kind KindOf(string kind) => kind switch { "icmp" => Kind.Icmp, "stamp" => Kind.Stamp, _ => Kind.Tcp };

    private static int Number(string word) => int.Parse(word, CultureInfo.InvariantCulture);

    private static Task SayAsync(string line) => Console.Out.WriteLineAsync(line);
}
