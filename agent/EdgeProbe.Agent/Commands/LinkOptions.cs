using EdgeProbe.Agent.Settings;
using EdgeProbe.Mqtt;

namespace EdgeProbe.Agent.Commands;

/// <summary>The broker section of the settings in the link's words.</summary>
internal static class LinkOptions
{
    public static MqttLinkOptions Of(AgentSettings settings) => new()
    {
        Host = settings.Broker.Host,
        Port = settings.Broker.Port,
        ClientId = settings.Id.ToString(),
        KeepAlive = TimeSpan.FromSeconds(settings.Broker.KeepAliveSeconds),
        Tls = settings.Broker is { Ca: { } ca, Certificate: { } certificate, Key: { } key }
            ? new MqttTlsFiles { CaFile = ca, CertificateFile = certificate, KeyFile = key }
            : null,
        // What a probe is sent is an acknowledgement now and then.
        InboxCapacity = 64,
    };
}
