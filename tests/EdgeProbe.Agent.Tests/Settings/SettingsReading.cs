using System.Net;
using EdgeProbe.Agent.Settings;
using EdgeProbe.Testing;

namespace EdgeProbe.Agent.Tests.Settings;

public sealed class SettingsReading
{
    [Fact]
    public void The_sample_that_ships_is_in_order_once_its_certificates_are_there()
    {
        using var directory = new TemporaryDirectory();
        Directory.CreateDirectory(directory.File("tls"));
        foreach (var file in new[] { "ca.pem", "probe.pem", "probe.key" }) File.WriteAllText(directory.File($"tls/{file}"), "");
        var (settings, problems) = SettingsFile.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "edgeprobe.json")), directory.Path);
        Assert.Empty(problems);
        Assert.Equal("example-isp/pi-0001", settings!.Id.ToString());
        Assert.Equal(new HostPort("core.example.net", 862), settings.Reflector);
        Assert.Equal(directory.File("tls/ca.pem"), settings.Broker.Ca);
        Assert.Equal(["shop.example.com", "sip.example.net"], settings.Services.Select(s => s.Destination));
    }

    [Fact]
    public void The_sample_that_ships_shows_the_defaults()
    {
        using var directory = new TemporaryDirectory();
        var shown = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "edgeprobe.json"));
        var bare = """{ "tenant": "t", "probe": "p", "broker": { "host": "localhost" } }"""u8.ToArray();
        var defaults = SettingsFile.Parse(bare, directory.Path).Settings!;
        Assert.Contains($"\"packetsPerSecond\": {defaults.Limits.PacketsPerSecond}", shown, StringComparison.Ordinal);
        Assert.Contains($"\"maxBytes\": {defaults.Spool.MaxBytes}", shown, StringComparison.Ordinal);
        Assert.Contains($"\"maxMemoryBytes\": {defaults.Spool.MaxMemoryBytes}", shown, StringComparison.Ordinal);
        Assert.Contains($"\"httpIntervalSeconds\": {defaults.Plan.HttpIntervalSeconds}", shown, StringComparison.Ordinal);
        Assert.Contains($"\"enabled\": {(defaults.Passive.Enabled ? "true" : "false")}", shown, StringComparison.Ordinal);
        Assert.Contains($"\"consent\": \"{defaults.Passive.Consent}\"", shown, StringComparison.Ordinal);
        Assert.Contains($"\"device\": \"{defaults.Passive.Device}\"", shown, StringComparison.Ordinal);
        Assert.Contains($"\"ringBytes\": {defaults.Passive.RingBytes}", shown, StringComparison.Ordinal);
        Assert.Contains($"\"flows\": {defaults.Passive.Flows}", shown, StringComparison.Ordinal);
        Assert.Contains($"\"keepAliveSeconds\": {defaults.Broker.KeepAliveSeconds}", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void Passive_measurement_is_off_until_it_is_switched_on_with_a_consent()
    {
        Assert.False(new PassiveSettings().Enabled);
        var file = """
            { "tenant": "t", "probe": "p", "broker": { "host": "localhost" },
              "passive": { "enabled": true, "consent": "contract 4711, signed 2026-11-02", "homeNetworks": ["192.0.2.0/24", "2001:db8::/48"] } }
            """u8.ToArray();
        var (settings, problems) = SettingsFile.Parse(file, "/nowhere");
        Assert.Empty(problems);
        Assert.Equal("contract 4711, signed 2026-11-02", settings!.Passive.Consent);
        Assert.Equal([IPNetwork.Parse("192.0.2.0/24"), IPNetwork.Parse("2001:db8::/48")], settings.Passive.Home);
    }

    [Theory]
    [InlineData("a.example", "a.example", 862)]
    [InlineData("a.example:5", "a.example", 5)]
    [InlineData("192.0.2.1:5", "192.0.2.1", 5)]
    [InlineData("2001:db8::1", "2001:db8::1", 862)]
    [InlineData("[2001:db8::1]:5", "2001:db8::1", 5)]
    [InlineData("[2001:db8::1]", "2001:db8::1", 862)]
    public void A_host_may_come_with_a_port(string text, string host, int port)
    {
        Assert.True(HostPort.TryRead(text, 862, out var read));
        Assert.Equal(new HostPort(host, port), read);
    }

    [Theory]
    [InlineData("")]
    [InlineData(":5")]
    [InlineData("a:0")]
    [InlineData("a:65536")]
    [InlineData("a:-1")]
    [InlineData("[2001:db8::1")]
    [InlineData("[2001:db8::1]5")]
    [InlineData("a b:5")]
    public void What_is_no_host_with_a_port_is_refused(string text) => Assert.False(HostPort.TryRead(text, 862, out _));

    [Fact]
    public void A_literal_address_is_tested_in_its_own_family_only()
    {
        var both = new ServiceSettings();
        Assert.Equal([IpFamily.V4], both.FamiliesOf("192.0.2.1"));
        Assert.Equal([IpFamily.V6], both.FamiliesOf("2001:db8::1"));
        Assert.Equal([IpFamily.V4, IpFamily.V6], both.FamiliesOf("a.example"));
    }
}
