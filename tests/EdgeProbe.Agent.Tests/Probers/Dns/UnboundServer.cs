using EdgeProbe.Testing;
using EdgeProbe.Testing.Processes;

namespace EdgeProbe.Agent.Tests.Probers.Dns;

/// <summary>
/// A real unbound on a random port of 127.0.0.1 and ::1 that answers from its own settings and asks nobody: every name it was not given
/// does not exist.
/// </summary>
public sealed class UnboundServer : IAsyncLifetime, IDisposable
{
    private const string Installed = "/usr/sbin/unbound";

    private readonly TemporaryDirectory _directory = new();
    private ChildProcess? _run;

    public int Port { get; private set; }

    public async Task InitializeAsync()
    {
        if (!File.Exists(Installed)) throw new FileNotFoundException($"{Installed} is missing: run deploy/setup.sh, or apt-get install unbound");
        for (var attempt = 1; ; attempt++)
        {
            Port = FreePort.Udp();
            var settings = _directory.File("unbound.conf");
            await File.WriteAllTextAsync(settings, Settings(Port, FreePort.Udp()));
            _run = ChildProcess.Start(Installed, ["-d", "-c", settings]);
            try
            {
                await _run.WaitForTextAsync("start of service");
                return;
            }
            catch (InvalidOperationException) when (attempt < 5)
            {
                await _run.DisposeAsync();
            }
        }
    }

    public async Task DisposeAsync()
    {
        if (_run is not null) await _run.DisposeAsync();
    }

    public void Dispose() => _directory.Dispose();

    private string Settings(int port, int closed) => $"""
        server:
          directory: "{_directory.Path}"
          chroot: ""
          username: ""
          pidfile: ""
          use-syslog: no
          logfile: ""
          verbosity: 1
          do-daemonize: no
          num-threads: 1
          interface: 127.0.0.1@{port}
          interface: ::1@{port}
          access-control: 127.0.0.0/8 allow
          access-control: ::1 allow
          module-config: "iterator"
          do-not-query-localhost: yes
          local-zone: "." static
          local-data: "shop.test. 300 IN A 192.0.2.10"
          local-data: "shop.test. 60 IN A 192.0.2.11"
          local-data: "shop.test. 300 IN AAAA 2001:db8::10"
          local-data: "only4.test. 300 IN A 192.0.2.12"
          local-zone: "forbidden.test." always_refuse
          local-zone: "broken.test." transparent
        {Large()}
        remote-control:
          control-enable: no
        forward-zone:
          name: "broken.test."
          forward-addr: 127.0.0.1@{closed}

        """;

    // 200 addresses are 3,200 octets: no UDP answer of 1232 holds them.
    private static string Large() => string.Join(
        '\n',
        Enumerable.Range(0, 200).Select(number => $"  local-data: \"large.test. 300 IN A 198.51.100.{number}\""));
}
