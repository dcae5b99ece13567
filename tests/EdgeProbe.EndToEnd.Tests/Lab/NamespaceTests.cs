using System.Net;
using System.Net.Sockets;
using EdgeProbe.Testing.Namespaces;

namespace EdgeProbe.EndToEnd.Tests.Lab;

public sealed class NamespaceTests
{
    [Fact]
    public async Task A_namespace_is_gone_after_dispose()
    {
        var inside = NetworkNamespace.Create();
        Assert.True(File.Exists(inside.Path));
        await inside.DisposeAsync();
        Assert.False(File.Exists(inside.Path));
    }

    [Fact]
    public async Task A_socket_made_inside_stays_inside_and_this_thread_stays_outside()
    {
        await using var left = NetworkNamespace.Create("left");
        await using var right = NetworkNamespace.Create("right");
        using var cable = new VethPair(left, right);
        using var listener = await right.RunAsync(() =>
        {
            var made = new TcpListener(cable.Right.V6, 0);
            made.Start();
            return made;
        });
        using var client = await left.RunAsync(() => new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp));
        var accepted = listener.AcceptSocketAsync();
        await client.ConnectAsync(listener.LocalEndpoint);
        using var server = await accepted;
        Assert.Equal(cable.Left.V6, ((IPEndPoint)server.RemoteEndPoint!).Address);

        using var outside = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp);
        Assert.Throws<SocketException>(() => outside.Bind(new IPEndPoint(cable.Left.V6, 0)));
    }

    [Fact]
    public async Task No_other_thread_of_this_process_is_left_inside()
    {
        await using var inside = NetworkNamespace.Create();
        var home = new FileInfo("/proc/self/ns/net").LinkTarget;
        for (var i = 0; i < 20; i++)
        {
            await inside.RunAsync(async () =>
            {
                using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
                socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
                await socket.SendToAsync(new byte[1], socket.LocalEndPoint!);
                await socket.ReceiveAsync(new byte[1]);
                await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
            });
            // As many at once as makes the pool start threads.
            await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() =>
                Assert.Equal(home, new FileInfo("/proc/thread-self/ns/net").LinkTarget))));
        }
    }

    [Fact]
    public async Task One_in_twenty_is_exactly_one_in_twenty()
    {
        await using var left = NetworkNamespace.Create("left");
        await using var right = NetworkNamespace.Create("right");
        using var cable = new VethPair(left, right, 7);
        var rules = new NftRules(right);
        var rule = rules.LoseOneIn(20, Way.In, cable.Right.Device, "icmp type echo-request");
        var lost = PingLost(left, cable.Right.V4, 100);
        Assert.Equal((5, 5), (lost, rule.Packets));
        rule.Remove();
        Assert.Equal(0, PingLost(left, cable.Right.V4, 20));
    }

    [Fact]
    public async Task A_rejected_connection_is_refused_and_counted()
    {
        await using var left = NetworkNamespace.Create("left");
        await using var right = NetworkNamespace.Create("right");
        using var cable = new VethPair(left, right);
        var rule = new NftRules(right).Reject(Way.In, cable.Right.Device, "tcp dport 80", "tcp reset");
        using var client = await left.RunAsync(() => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
        var refused = await Assert.ThrowsAsync<SocketException>(() => client.ConnectAsync(cable.Right.V4, 80));
        Assert.Equal((SocketError.ConnectionRefused, 1), (refused.SocketErrorCode, rule.Packets));
    }

    [Fact]
    public void A_failing_command_says_which_and_why()
    {
        using var inside = NetworkNamespace.Create();
        var failure = Assert.Throws<NamespaceException>(() => inside.Run("ip", "link", "set", "absent0", "up"));
        Assert.Contains("ip link set absent0 up' ended with 1: Cannot find device \"absent0\"", failure.Message, StringComparison.Ordinal);
    }

    private static int PingLost(NetworkNamespace from, IPAddress to, int count)
    {
        // fping writes its verdict to the error stream and ends with 1 when anything was lost.
        var report = from.Run("sh", "-c", $"fping -q -i 1 -p 2 -t 500 -c {count} {to} 2>&1 || true");
        var counts = report.Split("xmt/rcv/%loss = ")[1].Split('/');
        return int.Parse(counts[0]) - int.Parse(counts[1]);
    }
}
