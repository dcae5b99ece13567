using EdgeProbe.Mqtt;

namespace EdgeProbe.Shared.Tests.Mqtt;

public sealed class MqttLinkOptionsTests
{
    private static readonly MqttLinkOptions Good = new() { Host = "broker.example", ClientId = "acme/one" };

    [Fact]
    public void The_defaults_have_no_problem() => Assert.Empty(Good.Problems());

    [Theory]
    [MemberData(nameof(Bad))]
    public void Each_rule_has_its_sentence(MqttLinkOptions options, string sentence) => Assert.Equal([sentence], options.Problems());

    public static TheoryData<MqttLinkOptions, string> Bad() => new()
    {
        { Good with { Host = " " }, "mqtt.host is empty; it must be the broker's name or address" },
        { Good with { Port = 65536 }, "mqtt.port is 65536; it must lie between 1 and 65535" },
        { Good with { ClientId = "" }, "mqtt.clientId is ''; it must have 1 to 128 characters" },
        { Good with { KeepAlive = TimeSpan.FromMinutes(11) }, "mqtt.keepAlive is 00:11:00; it must lie between 5 s and 10 min" },
        { Good with { SessionExpiry = TimeSpan.FromHours(25) }, "mqtt.sessionExpiry is 1.01:00:00; it must lie between 0 and 24 h" },
        { Good with { MaxInFlight = 0 }, "mqtt.maxInFlight is 0; it must lie between 1 and 1000" },
        { Good with { InboxCapacity = 0 }, "mqtt.inboxCapacity is 0; it must lie between 1 and 100000" },
        {
            Good with { InboxPatience = TimeSpan.FromSeconds(31) },
            "mqtt.inboxPatience is 00:00:31; it must lie between 100 ms and half of mqtt.keepAlive (00:01:00)"
        },
        { Good with { MaxPayload = 300_000 }, "mqtt.maxPayload is 300000; it must lie between 1 and 262144 bytes" },
        { Good with { ConnectTimeout = TimeSpan.Zero }, "mqtt.connectTimeout is 00:00:00; it must lie between 1 s and 2 min" },
        { Good with { AnswerTimeout = TimeSpan.FromHours(1) }, "mqtt.answerTimeout is 01:00:00; it must lie between 1 s and 10 min" },
        { Good with { ReconnectBase = TimeSpan.Zero }, "mqtt.reconnectBase is 00:00:00; it must lie between 10 ms and 1 min" },
        {
            Good with { ReconnectCap = TimeSpan.FromMilliseconds(500) },
            "mqtt.reconnectCap is 00:00:00.5000000; it must lie between mqtt.reconnectBase (00:00:01) and 1 h"
        },
        { Good with { Tls = Files with { CaFile = "" } }, "mqtt.tls.caFile is empty; it must name the CA's PEM file" },
        { Good with { Tls = Files with { CertificateFile = "" } }, "mqtt.tls.certificateFile is empty; it must name our certificate's PEM file" },
        { Good with { Tls = Files with { KeyFile = "" } }, "mqtt.tls.keyFile is empty; it must name our private key's PEM file" },
    };

    private static MqttTlsFiles Files { get; } = new() { CaFile = "ca.pem", CertificateFile = "probe.pem", KeyFile = "probe.key" };
}
