using EdgeProbe.Agent.Settings;

namespace EdgeProbe.Agent.Tests.Settings;

/// <summary>One bad file per rule, with its exact message. Each file is the smallest good one with one thing changed.</summary>
public sealed class SettingsProblems
{
    private const string Broker = "\"broker\": { \"host\": \"127.0.0.1\" }";

    private const string NoConsent =
        "passive.consent is missing; the customer's own traffic is watched only with their consent, so write who consented and when, "
        + "for example \"contract 4711, signed 2026-11-02\", or leave passive.enabled false";

    [Theory]
    [InlineData("\"tenant\": \"\"", "tenant is missing; it is the tenant part of the certificate's common name tenant/probe")]
    [InlineData("\"tenant\": \"a b\"", "tenant is \"a b\"; it must be 1 to 64 letters, digits, '-', '_' or '.', and no tenant is called \"collector\"")]
    [InlineData("\"tenant\": \"collector\"", "tenant is \"collector\"; it must be 1 to 64 letters, digits, '-', '_' or '.', and no tenant is called \"collector\"")]
    [InlineData("\"probe\": 7", "probe is 7; it must be a text in quotes")]
    [InlineData("\"broker\": {}", "broker.host is missing; name the broker, for example mqtt.example.net")]
    [InlineData("\"broker\": { \"host\": \"127.0.0.1\", \"prot\": 1 }", "broker.prot is not known; did you mean broker.port?")]
    [InlineData("\"broker\": { \"host\": \"127.0.0.1\", \"port\": 70000 }", "broker.port is 70000; it must lie between 1 and 65535")]
    [InlineData("\"broker\": { \"host\": \"127.0.0.1\", \"port\": \"x\" }", "broker.port is \"x\"; it must be a whole number")]
    [InlineData("\"broker\": { \"host\": \"127.0.0.1\", \"port\": 1.5 }", "broker.port is 1.5; it must be a whole number")]
    [InlineData("\"broker\": { \"host\": \"127.0.0.1\", \"keepAliveSeconds\": 1 }", "broker.keepAliveSeconds is 1; it must lie between 10 and 600")]
    [InlineData("\"broker\": { \"host\": \"192.0.2.7\" }", "broker.ca is missing; only a broker on this machine may be spoken to without TLS, so name the authority's PEM file")]
    [InlineData("\"broker\": { \"host\": \"127.0.0.1\", \"ca\": \"no.pem\" }", "broker.ca is \"/nowhere/no.pem\"; there is no such file")]
    [InlineData("\"broker\": 5", "broker is 5; it must be an object { ... }")]
    [InlineData("\"gateway\": \"router\"", "gateway is \"router\"; it must be \"auto\", \"none\" or an address such as 192.168.1.1")]
    [InlineData("\"reflector\": \"core:99999\"", "reflector is \"core:99999\"; it must be host:port, for example core.example.net:862")]
    [InlineData("\"services\": {}", "services is an object; it must be a list [ ... ]")]
    [InlineData("\"services\": [ { \"host\": \"a.example\" } ]", "services[0].name is missing; it is what people will see")]
    [InlineData("\"services\": [ { \"name\": \"a\" } ]", "services[0] has neither host nor url; give at least one")]
    [InlineData("\"services\": [ { \"name\": \"a\", \"url\": \"ftp://a\" } ]", "services[0].url is \"ftp://a\"; it must start with http:// or https://")]
    [InlineData("\"services\": [ { \"name\": \"a\", \"host\": \"a b\" } ]", "services[0].host is \"a b\"; it must be a name or an address")]
    [InlineData("\"services\": [ { \"name\": \"a\", \"host\": \"a\", \"expectBody\": \"x\" } ]", "services[0].expectBody needs services[0].url; there is no page to look into")]
    [InlineData("\"services\": [ { \"name\": \"a\", \"host\": \"a\", \"tcpPort\": 0 } ]", "services[0].tcpPort is 0; it must lie between 1 and 65535")]
    [InlineData("\"services\": [ { \"name\": \"a\", \"host\": \"a\", \"families\": [] } ]", "services[0].families is empty; use \"v4\", \"v6\" or both")]
    [InlineData("\"services\": [ { \"name\": \"a\", \"host\": \"a\", \"families\": [\"v5\"] } ]", "services[0].families holds \"v5\"; use \"v4\", \"v6\" or both")]
    [InlineData("\"services\": [ { \"name\": \"a\", \"host\": \"a\", \"ping\": false } ]", "services[0] asks for no test; allow ping, or give url or tcpPort")]
    [InlineData("\"services\": [ { \"name\": \"a\", \"host\": \"a\", \"ping\": 1 } ]", "services[0].ping is 1; it must be true or false")]
    [InlineData("\"services\": [ { \"name\": \"a\", \"host\": \"a\" }, { \"name\": \"a\", \"host\": \"b\" } ]", "services[1].name is \"a\" once more; each needs a name of its own")]
    [InlineData("\"resolvers\": [\"dns.example\"]", "resolvers[0] is \"dns.example\"; it must be \"system\" or an address such as 9.9.9.9 or [2620:fe::fe]:53")]
    [InlineData("\"resolvers\": [3]", "resolvers[0] is 3; it must be a text in quotes")]
    [InlineData("\"httpCa\": \"no.pem\"", "httpCa is \"/nowhere/no.pem\"; there is no such file")]
    [InlineData("\"plan\": { \"ladderIntervalMs\": 100 }", "plan.ladderIntervalMs is 100; it must lie between 200 and 60000")]
    [InlineData("\"plan\": { \"httpIntervalSeconds\": 1 }", "plan.httpIntervalSeconds is 1; it must lie between 10 and 3600")]
    [InlineData("\"plan\": { \"dnsIntervalSeconds\": 1 }", "plan.dnsIntervalSeconds is 1; it must lie between 5 and 3600")]
    [InlineData("\"plan\": { \"tcpIntervalSeconds\": 0 }", "plan.tcpIntervalSeconds is 0; it must lie between 1 and 3600")]
    [InlineData("\"plan\": { \"pathIntervalSeconds\": 1 }", "plan.pathIntervalSeconds is 1; it must lie between 60 and 86400")]
    [InlineData("\"limits\": { \"packetsPerSecond\": 1000 }", "limits.packetsPerSecond is 1000; it must lie between 1 and 100")]
    [InlineData("\"limits\": { \"minSpacingMs\": 10 }", "limits.minSpacingMs is 10; it must lie between 200 and 10000")]
    [InlineData("\"limits\": { \"allowedDestinations\": [\"10.0.0.1/8\"] }", "limits.allowedDestinations[0] is \"10.0.0.1/8\"; it must be a network such as 192.0.2.0/24 or 2001:db8::/32, with no host bits set")]
    [InlineData("\"limits\": { \"deniedDestinations\": [\"all\"] }", "limits.deniedDestinations[0] is \"all\"; it must be a network such as 192.0.2.0/24 or 2001:db8::/32, with no host bits set")]
    [InlineData("\"passive\": { \"enabled\": true }", NoConsent)]
    [InlineData("\"passive\": { \"enabled\": true, \"consent\": \"  \" }", NoConsent)]
    [InlineData("\"passive\": { \"enabled\": \"yes\" }", "passive.enabled is \"yes\"; it must be true or false")]
    [InlineData("\"passive\": { \"consnet\": \"\" }", "passive.consnet is not known; did you mean passive.consent?")]
    [InlineData("\"passive\": { \"device\": \"any\" }", "passive.device is \"any\"; each packet would be seen twice, so name one interface such as eth0, or \"auto\"")]
    [InlineData("\"passive\": { \"device\": \"\" }", "passive.device is \"\"; it must be an interface such as eth0, or \"auto\" for that of the default route")]
    [InlineData("\"passive\": { \"device\": \"eth0/1\" }", "passive.device is \"eth0/1\"; it must be an interface such as eth0, or \"auto\" for that of the default route")]
    [InlineData("\"passive\": { \"device\": \"averylongname0.7\" }", "passive.device is \"averylongname0.7\"; it must be an interface such as eth0, or \"auto\" for that of the default route")]
    [InlineData("\"passive\": { \"homeNetworks\": [\"192.168.1.7/24\"] }", "passive.homeNetworks[0] is \"192.168.1.7/24\"; it must be a network such as 192.0.2.0/24 or 2001:db8::/32, with no host bits set")]
    [InlineData("\"passive\": { \"homeNetworks\": [\"home\"] }", "passive.homeNetworks[0] is \"home\"; it must be a network such as 192.0.2.0/24 or 2001:db8::/32, with no host bits set")]
    [InlineData("\"passive\": { \"ringBytes\": 10 }", "passive.ringBytes is 10; it must lie between 1048576 and 67108864")]
    [InlineData("\"passive\": { \"flows\": 100000 }", "passive.flows is 100000; it must lie between 256 and 65536")]
    [InlineData("\"passive\": { \"lineDownMbps\": 0 }", "passive.lineDownMbps is 0; it must lie between 1 and 10000")]
    [InlineData("\"passive\": { \"lineUpMbps\": 0.5 }", "passive.lineUpMbps is 0.5; it must be a whole number")]
    [InlineData("\"passive\": { \"lineUpMbps\": 100000 }", "passive.lineUpMbps is 100000; it must lie between 1 and 10000")]
    [InlineData("\"spool\": { \"directory\": \"\" }", "spool.directory is empty; name a directory, for example /var/lib/edgeprobe")]
    [InlineData("\"spool\": { \"maxBytes\": 10 }", "spool.maxBytes is 10; it must lie between 1048576 and 1073741824")]
    [InlineData("\"spool\": { \"maxMemoryBytes\": 10 }", "spool.maxMemoryBytes is 10; it must lie between 65536 and 8388608")]
    [InlineData("\"spool\": { \"writeAfterSeconds\": 0 }", "spool.writeAfterSeconds is 0; it must lie between 1 and 600")]
    [InlineData("\"window\": { \"lengthSeconds\": 15 }", "window.lengthSeconds is 15; it must be 10, 20, 30 or 60, so that windows fill a minute")]
    [InlineData("\"colour\": 1", "colour is not known; the keys here are tenant, probe, site, broker, gateway, reflector, services, resolvers, dnsQuestion, httpCa, plan, limits, passive, spool, window")]
    [InlineData("\"site\": \"a\", \"site\": \"b\"", "site is given twice; keep one")]
    public void Each_rule_is_told_in_one_sentence_with_its_path(string change, string expected)
    {
        var key = change.Split('"')[1];
        var rest = new[] { ("tenant", "\"tenant\": \"t\""), ("probe", "\"probe\": \"p\""), ("broker", Broker) };
        var file = $"{{ {string.Join(", ", rest.Where(r => r.Item1 != key).Select(r => r.Item2).Append(change))} }}";
        var (settings, problems) = SettingsFile.Parse(System.Text.Encoding.UTF8.GetBytes(file), "/nowhere");
        Assert.Null(settings);
        Assert.Contains(expected, problems);
    }

    [Fact]
    public void A_certificate_and_its_key_come_together()
    {
        var problems = new BrokerSettings { Host = "127.0.0.1", Ca = "/dev/null", Certificate = "/dev/null" }.Problems();
        Assert.Equal(["broker.key is missing; a certificate needs its key"], problems);
    }

    [Fact]
    public void All_problems_are_told_at_once()
    {
        var (_, problems) = SettingsFile.Parse("""{ "gatway": "auto", "broker": { "port": 0 } }"""u8.ToArray(), "/nowhere");
        Assert.Equal(
            [
                "gatway is not known; did you mean gateway?",
                "tenant is missing; it is the tenant part of the certificate's common name tenant/probe",
                "probe is missing; it is the probe part of the certificate's common name tenant/probe",
                "broker.host is missing; name the broker, for example mqtt.example.net",
                "broker.port is 0; it must lie between 1 and 65535",
            ],
            problems);
    }

    [Fact]
    public void A_file_that_is_no_JSON_is_told_by_line_and_byte()
    {
        var (_, problems) = SettingsFile.Parse("{\n  \"tenant\": \"t,\n}"u8.ToArray(), "/nowhere");
        Assert.StartsWith("the file is not JSON: line 2, byte ", Assert.Single(problems), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_is_told_with_the_option_that_names_it()
    {
        var (_, problems) = SettingsFile.Load("/nowhere/edgeprobe.json");
        Assert.Equal(["/nowhere/edgeprobe.json cannot be read: there is no such file; give the right one with --config FILE"], problems);
    }
}
