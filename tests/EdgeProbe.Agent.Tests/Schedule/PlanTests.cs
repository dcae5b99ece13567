using EdgeProbe.Agent.Schedule;
using EdgeProbe.Agent.Settings;
using EdgeProbe.Probers.Names;
using EdgeProbe.Testing;

namespace EdgeProbe.Agent.Tests.Schedule;

public sealed class PlanTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private static readonly AgentSettings Settings = new()
    {
        Tenant = "t",
        Probe = "p",
        Gateway = "192.0.2.1",
        Reflector = new HostPort("192.0.2.2", 862),
        Services = [new ServiceSettings { Name = "shop", Url = "https://shop.example/x", TcpPort = 443, Families = ["v4"] }],
        Resolvers = ["192.0.2.53", "[2001:db8::53]:5353"],
    };

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void The_ladder_goes_from_the_gateway_to_the_service()
    {
        var ladder = Tests().Where(t => t.Target.Segment != Segment.None && t.Period == TimeSpan.FromSeconds(1));
        Assert.Equal(
            ["Lan Icmp gateway 192.0.2.1", "Access Icmp first-hop auto", "Core Stamp reflector 192.0.2.2:862", "Service Icmp shop shop.example"],
            ladder.Select(t => $"{t.Target.Segment} {t.Target.Kind} {t.Target.Name} {t.Endpoint}"));
    }

    [Fact]
    public void What_is_beside_the_ladder_is_asked_less_often()
    {
        var checks = Tests().Where(t => t.Period > TimeSpan.FromSeconds(1));
        Assert.Equal(
            [
                "Tcp shop shop.example:443 10 s", "Http shop https://shop.example/x 30 s", "Dns 192.0.2.53:53 192.0.2.53:53 30 s",
                "Dns [2001:db8::53]:5353 [2001:db8::53]:5353 30 s", "Path path 192.0.2.2 600 s",
            ],
            checks.Select(t => $"{t.Target.Kind} {t.Target.Name} {t.Endpoint} {t.Period.TotalSeconds} s"));
    }

    [Fact]
    public void Both_families_of_a_name_are_tests_of_their_own()
    {
        var tests = Tests(Settings with { Reflector = new HostPort("core.example", 862) }).Where(t => t.Target.Kind == Kind.Stamp);
        Assert.Equal([IpFamily.V4, IpFamily.V6], tests.Select(t => t.Target.Family));
    }

    [Fact]
    public void Resolvers_are_asked_for_the_first_service_that_has_a_name()
    {
        Assert.All(Tests().Where(t => t.Target.Kind == Kind.Dns), t => Assert.Equal("shop.example", t.Target.Question));
        var bare = Settings with { Services = [new ServiceSettings { Name = "a", Host = "192.0.2.9" }] };
        Assert.DoesNotContain(Tests(bare), t => t.Target.Kind == Kind.Dns);
    }

    [Fact]
    public void The_systems_resolvers_are_those_of_resolv_conf()
    {
        File.WriteAllText(_directory.File("resolv.conf"), "search example\nnameserver 192.0.2.53\n#nameserver 192.0.2.54\nnameserver fe80::1%eth0\nnameserver\n");
        var resolvers = ResolverList.Of(["system", "192.0.2.53"], _directory.File("resolv.conf"));
        Assert.Equal([new HostPort("192.0.2.53", 53), new HostPort("fe80::1", 53)], resolvers);
    }

    [Fact]
    public void The_gateway_is_the_default_route_with_the_smallest_metric()
    {
        File.WriteAllText(
            _directory.File("route"),
            "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n"
            + "eth0\t0000A8C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0\n"
            + "wlan0\t00000000\tFE02A8C0\t0003\t0\t0\t600\t00000000\t0\t0\t0\n"
            + "eth0\t00000000\t0100A8C0\t0003\t0\t0\t100\t00000000\t0\t0\t0\n");
        File.WriteAllText(
            _directory.File("ipv6_route"),
            "20010db8000000000000000000000000 40 00000000000000000000000000000000 00 00000000000000000000000000000000 00000100 00000001 00000000 00000001     eth0\n"
            + "00000000000000000000000000000000 00 00000000000000000000000000000000 00 20010db8000000000000000000000001 00000400 00000001 00000000 00000003     eth0\n"
            + "00000000000000000000000000000000 00 00000000000000000000000000000000 00 00000000000000000000000000000000 ffffffff 00000001 00000000 00200200       lo\n");
        var routes = new DefaultRoutes(TimeProvider.System, _directory.Path);
        Assert.Equal("192.168.0.1", $"{routes.Gateway(IpFamily.V4)}");
        Assert.Equal("2001:db8::1", $"{routes.Gateway(IpFamily.V6)}");
        Assert.Equal("eth0", routes.Device);
    }

    [Fact]
    public void A_point_to_point_line_is_the_default_routes_interface_though_it_has_no_gateway()
    {
        File.WriteAllText(
            _directory.File("route"),
            "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n"
            + "ppp0\t00000000\t00000000\t0001\t0\t0\t0\t00000000\t0\t0\t0\n");
        var routes = new DefaultRoutes(TimeProvider.System, _directory.Path);
        Assert.Equal("ppp0", routes.Device);
        Assert.Null(routes.Gateway(IpFamily.V4));
    }

    [Fact]
    public void Without_a_default_route_there_is_no_gateway()
    {
        var routes = new DefaultRoutes(TimeProvider.System, _directory.Path);
        Assert.Null(routes.Gateway(IpFamily.V4));
        Assert.Null(routes.Gateway(IpFamily.V6));
        Assert.Null(routes.Device);
    }

    [Fact]
    public void An_alias_keeps_its_meaning_through_restarts_and_changes()
    {
        var tests = Tests();
        var first = TestTable.Open(7, _directory.Path);
        var aliases = tests.Select(t => first.AliasOf(t.Description)).ToArray();
        Assert.Equal(Enumerable.Range(1, tests.Count).Select(i => (uint)i), aliases);

        var again = TestTable.Open(7, _directory.Path);
        var other = tests[0] with { Target = tests[0].Target with { Host = "192.0.2.99" } };
        Assert.Equal((uint)tests.Count + 1, again.AliasOf(other.Description));
        Assert.Equal(aliases, tests.Select(t => again.AliasOf(t.Description)));
        Assert.Equal((uint)tests.Count + 1, again.Revision);
        Assert.Equal(first.All().Select(t => (t.Alias, t.Kind, t.Segment, t.Target, t.Endpoint, t.Family)),
            again.All().Take(tests.Count).Select(t => (t.Alias, t.Kind, t.Segment, t.Target, t.Endpoint, t.Family)));
    }

    [Fact]
    public void The_table_of_another_epoch_is_left_behind()
    {
        TestTable.Open(7, _directory.Path).AliasOf(Tests()[0].Description);
        Assert.Equal(0u, TestTable.Open(8, _directory.Path).Revision);
    }

    [Fact]
    public void A_torn_table_keeps_what_is_whole()
    {
        var table = TestTable.Open(7, _directory.Path);
        foreach (var test in Tests()) table.AliasOf(test.Description);
        var whole = File.ReadAllText(_directory.File("tests"));
        File.WriteAllText(_directory.File("tests"), whole[..^3]);
        Assert.Equal(table.Revision - 1, TestTable.Open(7, _directory.Path).Revision);
    }

    private static IReadOnlyList<PlannedTest> Tests(AgentSettings? settings = null)
    {
        var book = new AddressBook(new SystemNameResolver(new NameOptions(), TimeProvider.System), new NameOptions(), TimeProvider.System);
        return new Plan(settings ?? Settings, book, new DefaultRoutes(TimeProvider.System, "/nowhere"), new FirstHops()).Tests();
    }
}
