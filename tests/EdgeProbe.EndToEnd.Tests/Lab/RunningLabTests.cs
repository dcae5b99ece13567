using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using EdgeProbe.Lab;
using EdgeProbe.Lab.Control;
using EdgeProbe.Stamp;
using EdgeProbe.Testing;

namespace EdgeProbe.EndToEnd.Tests.Lab;

public sealed class RunningLabTests
{
    [Theory]
    [InlineData("10.98.4.11", "10.98.1.1,10.98.2.1,10.98.3.1")]
    [InlineData("fd98:4::11", "fd98:1::1,fd98:2::1,fd98:3::1")]
    public async Task Every_hop_says_when_the_TTL_ends(string service, string hops)
    {
        using var directory = new TemporaryDirectory();
        await using var lab = await RunningLab.StartAsync(Bare(directory));
        foreach (var (hop, ttl) in hops.Split(',').Select((hop, i) => (hop, i + 1)))
            Assert.Contains($"From {hop} icmp_seq=1 Time", lab.Isp.Home.Run("sh", "-c", $"ping -n -c 1 -W 2 -t {ttl} {service} || true"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_comes_by_name_over_TLS_from_either_family()
    {
        using var directory = new TemporaryDirectory();
        await using var lab = await RunningLab.StartAsync(Bare(directory));
        var agent = LabFile.Read(directory.Path)!.Agent;
        foreach (var family in (string[])["-4", "-6"])
            Assert.Contains(agent.Services[0].ExpectBody, lab.Isp.Home.Run("curl", "-sS", family, "--cacert", agent.HttpCa, agent.Services[0].Url), StringComparison.Ordinal);
        Assert.Contains("NXDOMAIN", lab.Isp.Home.Run("dig", $"@{agent.Resolvers[0]}", "elsewhere.example"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_setting_by_the_control_socket_takes_effect_and_is_counted_and_reset_takes_it_back()
    {
        using var directory = new TemporaryDirectory();
        await using var lab = await RunningLab.StartAsync(Bare(directory));
        await AskAsync(directory, "set access.down loss=100%");
        Assert.Equal(0, Answers(lab, 5));
        Assert.Equal(5, lab.Isp.Link("access").Down.Counters.LostRandom);
        Assert.Contains("\"lostRandom\": 5", await AskAsync(directory, "counters"), StringComparison.Ordinal);
        await AskAsync(directory, "reset");
        await AskAsync(directory, "set core.up drop-one-in=2");
        Assert.Equal(5, Answers(lab, 10));
        Assert.Contains("\"core.up\": 5", await AskAsync(directory, "counters"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dead_service_refuses_while_its_host_still_answers()
    {
        using var directory = new TemporaryDirectory();
        await using var lab = await RunningLab.StartAsync(Bare(directory));
        await AskAsync(directory, "set web state=refused");
        using var client = await lab.Isp.Home.RunAsync(() => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
        var refused = await Assert.ThrowsAsync<SocketException>(() => client.ConnectAsync("10.98.4.11", 443));
        Assert.Equal(SocketError.ConnectionRefused, refused.SocketErrorCode);
        Assert.Equal(3, Answers(lab, 3));
    }

    [Fact]
    public async Task A_lying_hop_answers_half_of_what_it_is_asked_and_forwards_everything()
    {
        using var directory = new TemporaryDirectory();
        await using var lab = await RunningLab.StartAsync(Bare(directory));
        await AskAsync(directory, "set first-hop state=lying");
        foreach (var hop in (string[])["10.98.2.1", "fd98:2::1"]) Assert.Equal(5, Answers(lab, 10, hop));
        Assert.Equal(10, Answers(lab, 10));
        Assert.Contains("\"first-hop\": 10", await AskAsync(directory, "counters"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("set acces.up loss=1%", "there is nothing called 'acces.up'; there are lan, access, core, service")]
    [InlineData("set access.up los=1%", "access.up has no 'los'; it has delay, jitter")]
    [InlineData("set access.up loss=110%", "access.up: loss is 1.1; it must lie between 0 and 1")]
    [InlineData("set access.up delay=20", "'20' is not a duration such as 20ms")]
    [InlineData("set access.up delay", "'delay' is not key=value")]
    [InlineData("set web state=off", "state is 'off'; it must be up, silent, refused or lying")]
    [InlineData("jump", "'jump' is no request; they are set, reset, settings, counters")]
    public async Task A_wrong_request_gets_one_sentence_and_changes_nothing(string request, string sentence)
    {
        using var directory = new TemporaryDirectory();
        await using var lab = await RunningLab.StartAsync(Bare(directory));
        var before = await AskAsync(directory, "settings");
        var refusal = await Assert.ThrowsAsync<LabException>(() => AskAsync(directory, request));
        Assert.StartsWith(sentence, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(before, await AskAsync(directory, "settings"));
    }

    [Fact]
    public async Task The_management_way_leads_from_home_to_the_hosts_loopback_past_every_impairment()
    {
        using var directory = new TemporaryDirectory();
        using var broker = new TcpListener(IPAddress.Loopback, 0);
        broker.Start();
        var port = ((IPEndPoint)broker.LocalEndpoint).Port;
        await using var lab = await RunningLab.StartAsync(Bare(directory) with { Relays = [port] });
        await AskAsync(directory, "set lan loss=100%");
        using var client = await lab.Isp.Home.RunAsync(() => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
        await client.ConnectAsync(IPAddress.Loopback, port);
        using var accepted = await broker.AcceptSocketAsync();
        await accepted.SendAsync("hello"u8.ToArray());
        var read = new byte[16];
        Assert.Equal(5, await client.ReceiveAsync(read));
        accepted.Close();
        Assert.Equal(0, await client.ReceiveAsync(read));
    }

    [Fact]
    public async Task A_bloated_line_holds_packets_back_and_drops_what_its_queue_cannot_hold()
    {
        using var directory = new TemporaryDirectory();
        await using var lab = await RunningLab.StartAsync(Bare(directory));
        await AskAsync(directory, "set access.up bloat-rate=1mbit bloat-queue=100ms");
        using var sender = await lab.Isp.Home.RunAsync(() => new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp));
        var before = lab.Isp.Link("access").Up.Counters.Received;
        // 100 ms of 1 Mbit/s are nine of these; the others find no room.
        for (var i = 0; i < 100; i++) await sender.SendToAsync(new byte[1400], new IPEndPoint(lab.Isp.Link("core").FarV4, 9));
        await Eventually.TrueAsync(
            () => lab.Isp.Link("access").Up.Counters.Received - before + Dropped(lab) == 100, "what the queue dropped and what came through are all there is");
        Assert.InRange(Dropped(lab), 50, 99);
    }

    [Fact]
    public async Task The_reflector_in_core_answers_home_on_both_families()
    {
        using var directory = new TemporaryDirectory();
        await using var lab = await RunningLab.StartAsync(Bare(directory));
        Assert.Equal("10.98.3.1:862", LabFile.Read(directory.Path)!.Agent.Reflector);
        foreach (var address in new[] { lab.Isp.Link("core").FarV4, lab.Isp.Link("core").FarV6 })
        {
            using var sender = await lab.Isp.Home.RunAsync(() => new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp));
            sender.ReceiveTimeout = 10_000;
            await sender.ConnectAsync(new IPEndPoint(address, 862));
            var packet = new byte[SenderPacket.Bytes];
            new SenderPacket(7, 1, ErrorEstimate.From(true, TimeSpan.FromMilliseconds(1)), 3).Write(packet);
            await sender.SendAsync(packet);
            // The sender's sequence number comes back at octet 24 (RFC 8762 section 4.3.1).
            var answer = new byte[256];
            Assert.True(sender.Receive(answer) >= 44);
            Assert.Equal(packet[..4], answer[24..28]);
        }
    }

    [Fact]
    public async Task Nothing_is_left_after_dispose()
    {
        using var directory = new TemporaryDirectory();
        LabFile described;
        await using (await RunningLab.StartAsync(Bare(directory))) described = LabFile.Read(directory.Path)!;
        Assert.Equal(5, described.Namespaces.Count);
        Assert.All(described.Namespaces.Values, name => Assert.False(File.Exists("/run/netns/" + name) || Directory.Exists("/etc/netns/" + name)));
        Assert.All(described.Processes.Values, pid => Assert.False(Directory.Exists($"/proc/{pid}")));
        Assert.Null(LabFile.Read(directory.Path));
    }

    private static LabOptions Bare(TemporaryDirectory directory) => new() { Directory = directory.Path, Profile = "bare" };

    private static Task<string> AskAsync(TemporaryDirectory directory, string request) => ControlClient.AskAsync(directory.Path, request, CancellationToken.None);

    private static int Dropped(RunningLab lab)
    {
        using var report = JsonDocument.Parse(lab.Isp.Places[1].Run("tc", "-s", "-j", "qdisc", "show", "dev", "access"));
        return report.RootElement[0].GetProperty("drops").GetInt32();
    }

    private static int Answers(RunningLab lab, int count, string asked = "10.98.4.11")
    {
        var report = lab.Isp.Home.Run("sh", "-c", $"fping -q -i 1 -p 10 -t 500 -c {count} {asked} 2>&1 || true");
        return int.Parse(report.Split("xmt/rcv/%loss = ")[1].Split('/')[1]);
    }
}
