using EdgeProbe.Testing.Brokers;
using EdgeProbe.Testing.Certificates;
using EdgeProbe.Testing.Processes;

namespace EdgeProbe.Shared.Tests.Mqtt;

/// <summary>deploy/broker's configuration and access rules, seen with mosquitto's own client: what they promise does not depend on ours.</summary>
public sealed class BrokerRulesTests : IDisposable
{
    private readonly ThrowAwayCa _ca = new();

    [Fact]
    public async Task A_probe_may_write_its_own_topics_and_the_collector_reads_them()
    {
        await using var broker = await MosquittoBroker.StartTlsAsync(_ca);
        await using var collector = Subscribe(broker, _ca.Client("collector"), "ep/v1/+/+/s");
        await broker.WaitForLogAsync("u'collector'");
        await using var sent = await PublishAsync(broker, _ca.Client("acme/one"), "ep/v1/acme/one/s", "hello");
        Assert.Equal(0, sent.ExitCode);
        await collector.WaitForTextAsync("ep/v1/acme/one/s hello");
    }

    [Theory]
    [InlineData("ep/v1/acme/two/s")]
    [InlineData("ep/v1/other/one/s")]
    [InlineData("ep/v1/collector/main/state")]
    [InlineData("elsewhere")]
    public async Task A_probe_cannot_write_what_is_not_its_own(string topic)
    {
        await using var broker = await MosquittoBroker.StartTlsAsync(_ca);
        await using var sent = await PublishAsync(broker, _ca.Client("acme/one"), topic, "forged");
        Assert.Contains("Not authorized", sent.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_probe_cannot_read_another_probes_samples_or_commands()
    {
        await using var broker = await MosquittoBroker.StartTlsAsync(_ca);
        await using var spy = Subscribe(broker, _ca.Client("acme/spy"), "ep/v1/#");
        await broker.WaitForLogAsync("u'acme/spy'");
        await using var samples = await PublishAsync(broker, _ca.Client("acme/one"), "ep/v1/acme/one/s", "secret");
        await using var command = await PublishAsync(broker, _ca.Client("collector"), "ep/v1/acme/one/cmd/rebirth", "secret");
        await using var own = await PublishAsync(broker, _ca.Client("collector"), "ep/v1/acme/spy/cmd/rebirth", "mine");
        await spy.WaitForTextAsync("mine");
        Assert.DoesNotContain("secret", spy.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everybody_may_read_whether_a_collector_is_there()
    {
        await using var broker = await MosquittoBroker.StartTlsAsync(_ca);
        await using var probe = Subscribe(broker, _ca.Client("acme/one"), "ep/v1/collector/+/state");
        await broker.WaitForLogAsync("u'acme/one'");
        await using var sent = await PublishAsync(broker, _ca.Client("collector"), "ep/v1/collector/main/state", "online");
        await probe.WaitForTextAsync("ep/v1/collector/main/state online");
    }

    // mosquitto 2.0.11 lets such a name connect, then denies all that it does; later versions may refuse it at once.
    [Theory]
    [InlineData("+")]
    [InlineData("#")]
    [InlineData("acme/+")]
    public async Task A_certificate_whose_name_is_a_wildcard_can_neither_write_nor_read(string forged)
    {
        await using var broker = await MosquittoBroker.StartTlsAsync(_ca);
        await using var spy = Subscribe(broker, _ca.Client(forged), "ep/v1/#");
        await broker.WaitForLogAsync("New connection");
        await using var secret = await PublishAsync(broker, _ca.Client("acme/one"), "ep/v1/acme/one/s", "secret");
        await using var written = await PublishAsync(broker, _ca.Client(forged), "ep/v1/acme/one/s", "forged");
        Assert.Contains("Not authorized", written.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", spy.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_of_another_authority_is_refused()
    {
        using var other = new ThrowAwayCa();
        await using var broker = await MosquittoBroker.StartTlsAsync(_ca);
        await using var sent = await PublishAsync(broker, other.Client("acme/one"), "ep/v1/acme/one/s", "forged");
        Assert.NotEqual(0, sent.ExitCode);
    }

    [Fact]
    public async Task A_killed_broker_comes_back_on_its_port()
    {
        await using var broker = await MosquittoBroker.StartTlsAsync(_ca);
        await broker.KillAsync();
        Assert.False(broker.IsRunning);
        await broker.StartAsync();
        await using var sent = await PublishAsync(broker, _ca.Client("acme/one"), "ep/v1/acme/one/s", "again");
        Assert.Equal(0, sent.ExitCode);
    }

    public void Dispose() => _ca.Dispose();

    private Task<ChildProcess> PublishAsync(MosquittoBroker broker, CertificateFiles who, string topic, string text) =>
        ChildProcess.RunAsync("mosquitto_pub", [.. Connection(broker, who), "-q", "1", "-t", topic, "-m", text]);

    private ChildProcess Subscribe(MosquittoBroker broker, CertificateFiles who, string filter) =>
        ChildProcess.Start("mosquitto_sub", [.. Connection(broker, who), "-q", "1", "-v", "-t", filter]);

    private IEnumerable<string> Connection(MosquittoBroker broker, CertificateFiles who) =>
    [
        "-h", broker.Host, "-p", $"{broker.Port}", "-V", "mqttv5", "--cafile", _ca.CaFile, "--cert", who.Certificate, "--key", who.Key,
    ];
}
