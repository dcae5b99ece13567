using System.Net;
using EdgeProbe.Testing.Namespaces;
using EdgeProbe.Testing.Processes;

namespace EdgeProbe.Lab.Isp;

/// <summary>unbound in the core namespace: knows the served names, says NXDOMAIN to all others and asks nobody.</summary>
internal static class Resolver
{
    public static async Task<ChildProcess> StartAsync(NetworkNamespace at, string directory, IPAddress v4, IPAddress v6)
    {
        var settings = Path.Combine(directory, "unbound.conf");
        await File.WriteAllTextAsync(settings, Settings(directory, v4, v6));
        var server = at.Start("/usr/sbin/unbound", "-d", "-c", settings);
        await server.WaitForTextAsync("start of service");
        return server;
    }

    private static string Settings(string directory, IPAddress v4, IPAddress v6) =>
        $"""
        server:
          directory: "{directory}"
          chroot: ""
          username: ""
          pidfile: "{directory}/unbound.pid"
          use-syslog: no
          logfile: ""
          verbosity: 1
          interface: {v4}
          interface: {v6}
          access-control: 0.0.0.0/0 allow
          access-control: ::/0 allow
          module-config: "iterator"
          local-zone: "." static
        {string.Join('\n', ServedName.All.SelectMany(Records))}
        remote-control:
          control-enable: no
        """ + "\n";

    private static IEnumerable<string> Records(ServedName name) =>
    [
        .. name.V4.Select(address => $"  local-data: \"{name.Name}. 60 IN A {address}\""),
        .. name.V6.Select(address => $"  local-data: \"{name.Name}. 60 IN AAAA {address}\""),
    ];
}
