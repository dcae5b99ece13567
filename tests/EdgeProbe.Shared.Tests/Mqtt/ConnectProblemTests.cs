using EdgeProbe.Mqtt;
using EdgeProbe.Mqtt.Native;
using EdgeProbe.Testing.Brokers;
using EdgeProbe.Testing.Certificates;
using EdgeProbe.Testing.Processes;

namespace EdgeProbe.Shared.Tests.Mqtt;

/// <summary>Every way of not getting in is told apart, in a sentence that names the thing and the remedy.</summary>
public sealed class ConnectProblemTests : LinkTest
{
    [Fact]
    public async Task An_absent_broker_is_named_with_its_port()
    {
        var port = FreePort.Tcp();
        var state = await Failed(Start(Quick(port)));
        Assert.Equal(LinkFault.Unreachable, state.Fault);
        Assert.Equal(
            $"broker 127.0.0.1:{port} refuses the connection: start the broker there, or correct address and port in the settings", state.Problem);
    }

    [Fact]
    public async Task A_name_that_cannot_resolve_is_named()
    {
        // A label of 64 characters is longer than DNS allows (RFC 1035 section 2.3.4), so the resolver refuses it without asking anybody.
        var host = new string('x', 64);
        var state = await Failed(Start(Quick(FreePort.Tcp()) with { Host = host }));
        Assert.Equal(LinkFault.NameNotFound, state.Fault);
        Assert.Equal($"the broker's name {host} does not resolve: correct it in the settings, or check the resolver", state.Problem);
    }

    [Fact]
    public async Task A_broker_of_another_authority_is_not_trusted()
    {
        using var other = new ThrowAwayCa();
        await using var broker = await MosquittoBroker.StartTlsAsync(Ca, other.Server());
        var state = await FailedSaying(Start(Tls(broker, "acme/one")), "is not trusted (unable to get local issuer certificate)");
        Assert.Equal(LinkFault.Tls, state.Fault);
        Assert.Contains(Ca.CaFile, state.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_expired_broker_certificate_is_said_to_have_expired()
    {
        await using var broker = await MosquittoBroker.StartTlsAsync(Ca, Ca.ExpiredServer());
        var state = await FailedSaying(Start(Tls(broker, "acme/one")), "is not trusted (certificate has expired)");
        Assert.Equal(LinkFault.Tls, state.Fault);
    }

    [Fact]
    public async Task A_broker_certificate_for_another_name_is_refused()
    {
        await using var broker = await MosquittoBroker.StartTlsAsync(Ca, Ca.ServerNamed("broker.example"));
        var state = await FailedSaying(Start(Tls(broker, "acme/one")), "is not trusted (it is for another name)");
        Assert.Equal(LinkFault.Tls, state.Fault);
        Assert.Contains("the name '127.0.0.1'", state.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Our_expired_certificate_is_said_to_have_expired()
    {
        await using var broker = await MosquittoBroker.StartTlsAsync(Ca);
        var expired = Ca.ExpiredClient("acme/one");
        var state = await FailedSaying(Start(Tls(broker, "acme/one", expired)), $"our certificate {expired.Certificate} has expired");
        Assert.Equal(LinkFault.NotAuthorised, state.Fault);
    }

    [Fact]
    public async Task Our_certificate_of_another_authority_is_refused_by_the_broker()
    {
        using var other = new ThrowAwayCa();
        await using var broker = await MosquittoBroker.StartTlsAsync(Ca);
        var wrong = other.Client("acme/one");
        var state = await FailedSaying(Start(Tls(broker, "acme/one", wrong)), $"refuses our certificate {wrong.Certificate}");
        Assert.Equal(LinkFault.NotAuthorised, state.Fault);
    }

    [Fact]
    public async Task A_missing_file_is_named()
    {
        await using var broker = await MosquittoBroker.StartTlsAsync(Ca);
        var good = Tls(broker, "acme/one");
        var state = await Failed(Start(good with { Tls = good.Tls! with { KeyFile = "/nowhere/probe.key" } }));
        Assert.Equal(LinkFault.BadFile, state.Fault);
        Assert.Equal("the key file /nowhere/probe.key is not there: enrol the probe, or correct its path in the settings", state.Problem);
    }

    // A directory stands for a file that may not be read: root, who runs these tests, may read all files.
    [Fact]
    public async Task A_file_that_cannot_be_read_is_named()
    {
        await using var broker = await MosquittoBroker.StartTlsAsync(Ca);
        var good = Tls(broker, "acme/one");
        var state = await Failed(Start(good with { Tls = good.Tls! with { KeyFile = broker.DirectoryPath } }));
        Assert.Equal(LinkFault.BadFile, state.Fault);
        Assert.StartsWith($"the key file {broker.DirectoryPath} cannot be read", state.Problem, StringComparison.Ordinal);
        Assert.EndsWith("let this program's user read it", state.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ca", "the CA file {0} holds no usable certificate: put the operator's CA there, as PEM")]
    [InlineData("certificate", "the certificate file {0} holds no usable certificate: enrol again")]
    [InlineData("key", "the key file {0} holds no usable private key: enrol again")]
    public async Task A_file_with_something_else_in_it_is_named(string which, string sentence)
    {
        await using var broker = await MosquittoBroker.StartTlsAsync(Ca);
        var garbage = Path.Combine(broker.DirectoryPath, "garbage");
        await File.WriteAllTextAsync(garbage, "this is not PEM\n");
        var good = Tls(broker, "acme/one");
        var files = which switch
        {
            "ca" => good.Tls! with { CaFile = garbage },
            "certificate" => good.Tls! with { CertificateFile = garbage },
            _ => good.Tls! with { KeyFile = garbage },
        };
        var state = await Failed(Start(good with { Tls = files }));
        Assert.Equal(LinkFault.BadFile, state.Fault);
        Assert.Equal(string.Format(null, sentence, garbage), state.Problem);
    }

    [Fact]
    public async Task A_key_of_another_certificate_is_noticed()
    {
        await using var broker = await MosquittoBroker.StartTlsAsync(Ca);
        var good = Tls(broker, "acme/one");
        var state = await Failed(Start(good with { Tls = good.Tls! with { KeyFile = Ca.Client("acme/two").Key } }));
        Assert.Equal(LinkFault.BadFile, state.Fault);
        Assert.Contains("does not belong to the certificate", state.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tls_to_a_plain_port_is_told()
    {
        await using var broker = await MosquittoBroker.StartPlainAsync();
        var state = await Failed(Start(Tls(broker, "acme/one") with { ConnectTimeout = TimeSpan.FromSeconds(2) }));
        Assert.Contains($"broker 127.0.0.1:{broker.Port}", state.Problem, StringComparison.Ordinal);
        Assert.Contains(state.Fault, new[] { LinkFault.Tls, LinkFault.Rejected, LinkFault.Unreachable });
    }

    [Fact]
    public async Task Plain_to_a_tls_port_is_told()
    {
        await using var broker = await MosquittoBroker.StartTlsAsync(Ca);
        var state = await Failed(Start(Quick(broker.Port)));
        Assert.Equal(LinkFault.Rejected, state.Fault);
        Assert.Contains("check that its port speaks MQTT without TLS", state.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_library_is_named_with_its_package()
    {
        var missing = Assert.Throws<MqttLibraryMissingException>(() => MosquittoLibrary.Require("libmosquitto-of-nowhere.so.9"));
        Assert.StartsWith("libmosquitto-of-nowhere.so.9 cannot be loaded: install it with apt-get install libmosquitto1", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bad_options_are_refused_together()
    {
        var bad = Quick(0) with { Host = "", KeepAlive = TimeSpan.FromSeconds(1) };
        var refused = Assert.Throws<ArgumentException>(() => Start(bad));
        Assert.Contains("mqtt.host is empty; it must be the broker's name or address", refused.Message, StringComparison.Ordinal);
        Assert.Contains("mqtt.port is 0; it must lie between 1 and 65535", refused.Message, StringComparison.Ordinal);
        Assert.Contains("mqtt.keepAlive is 00:00:01; it must lie between 5 s and 10 min", refused.Message, StringComparison.Ordinal);
    }
}
