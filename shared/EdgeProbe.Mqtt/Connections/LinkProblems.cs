using EdgeProbe.Mqtt.Native;

namespace EdgeProbe.Mqtt.Connections;

/// <summary>One sentence, with its remedy, for each way in which a connection fails.</summary>
internal static class LinkProblems
{
    // enum mosq_err_t of mosquitto.h
    private const int NameNotFound = 15;
    private const int TlsFailed = 8;
    private const int KeepAliveOver = 19;

    /// <summary>
    /// mosquitto_connect said no, with a code of enum mosq_err_t and an errno(3); or we ended it after <see cref="MqttLinkOptions.ConnectTimeout"/>.
    /// </summary>
    public static LinkEnd OfConnect(MqttLinkOptions options, int code, int errno, bool aborted, TlsTrouble tls)
    {
        var broker = Broker(options);
        if (tls.Seen || code == TlsFailed) return OfTls(options, tls);
        if (code == NameNotFound)
            return new(LinkFault.NameNotFound, $"the broker's name {options.Host} does not resolve: correct it in the settings, or check the resolver");
        if (aborted) return Silent(options);
        return new(LinkFault.Unreachable, errno switch
        {
            LibC.ConnectionRefused => $"{broker} refuses the connection: start the broker there, or correct address and port in the settings",
            LibC.NetworkUnreachable or LibC.HostUnreachable => $"there is no route to {broker}: check this machine's cable, address and gateway",
            _ => $"{broker} cannot be reached (libmosquitto code {code}, errno {errno}): check address, port and firewall",
        });
    }

    /// <summary>Nothing, or not all, came within <see cref="MqttLinkOptions.ConnectTimeout"/>.</summary>
    public static LinkEnd Silent(MqttLinkOptions options) => new(
        LinkFault.Unreachable,
        $"{Broker(options)} does not answer within {options.ConnectTimeout.TotalSeconds:0} s: check address, port and firewall, and that it is an MQTT broker");

    /// <summary>The connection closed before CONNACK, without a reason of TLS's.</summary>
    public static LinkEnd ClosedEarly(MqttLinkOptions options) => new(
        LinkFault.Rejected,
        $"{Broker(options)} closes the connection before it has answered: check that its port speaks MQTT {(options.Tls is null ? "without" : "over")} TLS, and its log");

    /// <summary>CONNACK with a reason of 0x80 or above (MQTT v5 section 3.2.2.2).</summary>
    public static LinkEnd OfConnack(MqttLinkOptions options, int reason)
    {
        var broker = Broker(options);
        var who = options.Tls is null ? $"client '{options.ClientId}'" : $"the certificate {options.Tls.CertificateFile}";
        return reason switch
        {
            0x84 => new(LinkFault.Rejected, $"{broker} does not speak MQTT v5: use a broker that does, as mosquitto 2.0"),
            0x85 => new(LinkFault.NotAuthorised, $"{broker} does not take the client identifier '{options.ClientId}': choose another"),
            0x86 or 0x87 or 0x8A => new(LinkFault.NotAuthorised, $"{broker} refuses {who} (reason 0x{reason:X2}): enrol again, or let the broker's access rules allow it"),
            0x88 or 0x89 => new(LinkFault.Rejected, $"{broker} is not available now (reason 0x{reason:X2}): it is tried again"),
            0x97 or 0x9F => new(LinkFault.Rejected, $"{broker} has reached a limit (reason 0x{reason:X2}): raise the broker's limits, or wait"),
            0x9C or 0x9D => new(LinkFault.Rejected, $"{broker} points to another broker (reason 0x{reason:X2}), which is not followed: set that one's address"),
            _ => new(LinkFault.Rejected, $"{broker} refuses the connection with reason 0x{reason:X2}: see the broker's log"),
        };
    }

    /// <summary>The connection was up and went. Below 0x80 the code is libmosquitto's, from there on the broker's (section 3.14.2.1).</summary>
    public static LinkEnd OfLoss(MqttLinkOptions options, int code)
    {
        var broker = Broker(options);
        return code switch
        {
            0x8E => new(LinkFault.TakenOver, $"another client took over our name at {broker}: a copied certificate or a second agent; give each probe its own"),
            0x87 or 0x98 => new(LinkFault.NotAuthorised, $"{broker} ended the connection (reason 0x{code:X2}): the probe was cut off; ask the operator, or enrol again"),
            0x8B => new(LinkFault.Lost, $"{broker} is shutting down"),
            KeepAliveOver or 0x8D => Gone(options),
            >= 0x80 => new(LinkFault.Lost, $"{broker} ended the connection with reason 0x{code:X2}: see the broker's log"),
            _ => new(LinkFault.Lost, $"the connection to {broker} was lost (libmosquitto code {code})"),
        };
    }

    /// <summary>Dismissed again and again, each time after it had let us in.</summary>
    public static LinkEnd Dismissed(MqttLinkOptions options) => new(
        LinkFault.TakenOver,
        $"{Broker(options)} lets us in and closes the connection again without a reason: most likely another client uses our name (a copied certificate or a second agent); give each probe its own");

    public static LinkEnd Gone(MqttLinkOptions options) => new(
        LinkFault.Lost,
        $"{Broker(options)} has been silent for longer than 1.5 x {options.KeepAlive.TotalSeconds:0} s: check the line to it");

    public static LinkEnd Unanswered(MqttLinkOptions options) => new(
        LinkFault.Unanswered,
        $"{Broker(options)} has not acknowledged a message for {options.AnswerTimeout.TotalSeconds:0} s: see the broker's log and load");

    public static LinkEnd OfTls(MqttLinkOptions options, TlsTrouble tls)
    {
        var broker = Broker(options);
        var files = options.Tls!;
        return tls.Kind switch
        {
            TlsTroubleKind.CaFile => new(LinkFault.BadFile, $"the CA file {files.CaFile} holds no usable certificate: put the operator's CA there, as PEM"),
            TlsTroubleKind.CertificateFile => new(LinkFault.BadFile, $"the certificate file {files.CertificateFile} holds no usable certificate: enrol again"),
            TlsTroubleKind.KeyFile => new(LinkFault.BadFile, $"the key file {files.KeyFile} holds no usable private key: enrol again"),
            TlsTroubleKind.KeyMismatch => new(LinkFault.BadFile, $"the key {files.KeyFile} does not belong to the certificate {files.CertificateFile}: enrol again"),
            TlsTroubleKind.NotTrusted => new(LinkFault.Tls, $"the certificate of {broker} is not trusted ({tls.Detail}): check {files.CaFile}, the name '{options.Host}', and this machine's clock"),
            TlsTroubleKind.WeExpired => new(LinkFault.NotAuthorised, $"{broker} says that our certificate {files.CertificateFile} has expired: renew it by enrolling again, and check both clocks"),
            TlsTroubleKind.WeAreRefused => new(LinkFault.NotAuthorised, $"{broker} refuses our certificate {files.CertificateFile} ({tls.Detail}): enrol again at the authority that this broker trusts"),
            _ => new(LinkFault.Tls, $"TLS with {broker} failed ({tls.Detail}): check that its port speaks TLS 1.2 or later"),
        };
    }

    private static string Broker(MqttLinkOptions options) => $"broker {options.Host}:{options.Port}";
}
