using EdgeProbe.Testing.Certificates;
using EdgeProbe.Testing.Processes;

namespace EdgeProbe.Testing.Brokers;

/// <summary>
/// A real mosquitto on a random port of 127.0.0.1, in a directory of its own. After <see cref="StopAsync"/> or <see cref="KillAsync"/> it can be
/// started again on the same port with <see cref="StartAsync"/>.
/// </summary>
public sealed class MosquittoBroker : IAsyncDisposable
{
    // Debian's place for it, which is not in every user's PATH.
    private const string Installed = "/usr/sbin/mosquitto";
    private const int Attempts = 5;

    private readonly TemporaryDirectory _directory = new();
    private readonly List<ChildProcess> _runs = [];

    private MosquittoBroker(int port) => Port = port;

    public string Host => "127.0.0.1";

    public int Port { get; }

    /// <summary>Holds mosquitto.conf and, with TLS, acl, ca.pem, server.pem and server.key.</summary>
    public string DirectoryPath => _directory.Path;

    public bool IsRunning => _runs.Count > 0 && !_runs[^1].HasExited;

    public int Pid => _runs[^1].Pid;

    /// <summary>What all runs wrote, oldest first.</summary>
    public string Log => string.Concat(_runs.Select(run => run.Errors));

    /// <summary>TCP without TLS; anybody may do anything.</summary>
    public static Task<MosquittoBroker> StartPlainAsync() => StartFirstAsync(broker => BrokerFiles.WritePlain(broker._directory, broker.Port));

    /// <summary>TLS with client certificates of <paramref name="ca"/> and the access rules of deploy/broker.</summary>
    public static Task<MosquittoBroker> StartTlsAsync(ThrowAwayCa ca, CertificateFiles? server = null)
    {
        var shown = server ?? ca.Server();
        return StartFirstAsync(broker => BrokerFiles.WriteTls(broker._directory, ca, shown, broker.Port));
    }

    /// <summary>A broker that is not running yet, with its port chosen: for clients that come first.</summary>
    public static MosquittoBroker NotStarted(ThrowAwayCa? ca = null)
    {
        var broker = new MosquittoBroker(FreePort.Tcp());
        if (ca is null) BrokerFiles.WritePlain(broker._directory, broker.Port);
        else BrokerFiles.WriteTls(broker._directory, ca, ca.Server(), broker.Port);
        return broker;
    }

    /// <summary>Starts it, or starts it again; returns when it takes connections.</summary>
    public async Task StartAsync()
    {
        if (IsRunning) throw new InvalidOperationException($"mosquitto already runs as process {Pid}");
        if (!File.Exists(Installed)) throw new FileNotFoundException($"{Installed} is missing: run deploy/setup.sh, or apt-get install mosquitto");
        var run = ChildProcess.Start(Installed, ["-c", _directory.File("mosquitto.conf")]);
        _runs.Add(run);
        await run.WaitForTextAsync(" running");
    }

    public Task StopAsync() => _runs[^1].StopAsync();

    /// <summary>kill -9: no DISCONNECT is sent and nothing is saved.</summary>
    public Task KillAsync() => _runs[^1].KillAsync();

    /// <summary>Lets it read its access rules again.</summary>
    public void Reload() => _runs[^1].Send(Signal.Hangup);

    /// <summary>SIGSTOP: its sockets stay open and silent.</summary>
    public void Freeze() => _runs[^1].Send(Signal.Stop);

    public void Thaw() => _runs[^1].Send(Signal.Continue);

    public Task WaitForLogAsync(string text) =>
        Eventually.TrueAsync(() => Log.Contains(text, StringComparison.Ordinal), () => $"'{text}' in the broker's log:\n{Log}");

    public async ValueTask DisposeAsync()
    {
        foreach (var run in _runs) await run.DisposeAsync();
        _directory.Dispose();
    }

    private static async Task<MosquittoBroker> StartFirstAsync(Action<MosquittoBroker> write)
    {
        for (var attempt = 1; ; attempt++)
        {
            var broker = new MosquittoBroker(FreePort.Tcp());
            try
            {
                write(broker);
                await broker.StartAsync();
                return broker;
            }
            catch (InvalidOperationException) when (attempt < Attempts && broker.Log.Contains("Address already in use", StringComparison.Ordinal))
            {
                await broker.DisposeAsync();
            }
        }
    }
}
