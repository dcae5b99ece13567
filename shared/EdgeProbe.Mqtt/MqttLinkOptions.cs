namespace EdgeProbe.Mqtt;

/// <summary>Where the broker is and how to behave towards it.</summary>
public sealed record MqttLinkOptions
{
    /// <summary>Name or address of the broker. With TLS it must be in the broker's certificate. All its addresses are tried.</summary>
    public required string Host { get; init; }

    /// <summary>1 to 65535; default 8883, MQTT over TLS.</summary>
    public int Port { get; init; } = 8883;

    /// <summary>Client identifier, 1 to 128 characters. Our broker replaces it by the certificate's common name.</summary>
    public required string ClientId { get; init; }

    /// <summary>PEM files for TLS; null for plain TCP, which is for tests on one machine.</summary>
    public MqttTlsFiles? Tls { get; init; }

    /// <summary>
    /// Silence after which the broker is asked for a sign of life; after one and a half times this it is given up. 5 s to 10 min (the most that
    /// our broker grants); default 60 s: one small packet a minute.
    /// </summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// True, the default: the broker starts from nothing at each connection, since a probe's spool is its memory. False for a lone collector, so
    /// that what arrives during its restart waits for it.
    /// </summary>
    public bool CleanStart { get; init; } = true;

    /// <summary>How long the broker keeps the session without a connection. 0, the default, to 24 h. A lone collector uses 1 h.</summary>
    public TimeSpan SessionExpiry { get; init; } = TimeSpan.Zero;

    /// <summary>Publishes under way at once, 1 to 1000; default 20. A lower Receive Maximum of the broker's is obeyed.</summary>
    public int MaxInFlight { get; init; } = 20;

    /// <summary>Messages received and not yet read, 1 to 100,000; default 1024. When they are as many, reading from the broker pauses.</summary>
    public int InboxCapacity { get; init; } = 1024;

    /// <summary>
    /// Longest pause in reading. 100 ms to half of <see cref="KeepAlive"/>; default 5 s. Then reading goes on, so that acknowledgements and signs
    /// of life are seen, and messages for which there is no room are dropped and counted.
    /// </summary>
    public TimeSpan InboxPatience { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Largest payload taken in, 1 to 256 KiB; default 64 KiB, the largest batch. The broker is told; larger ones are dropped and counted.</summary>
    public int MaxPayload { get; init; } = 64 * 1024;

    /// <summary>Longest wait for TCP, TLS, CONNACK and SUBACKs, and for each address of the broker's. 1 s to 2 min; default 10 s.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Longest wait for a PUBACK. 1 s to 10 min; default 60 s. MQTT v5 section 4.4 forbids to send again on the same connection, so the
    /// connection is given up and the publish answers Unknown.
    /// </summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The first delay before a new attempt lies between 0 and this; each further one doubles it. 10 ms to 1 min; default 1 s.</summary>
    public TimeSpan ReconnectBase { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The doubling ends here. At least the base, at most 1 h; default 5 min, so that ten thousand probes come back within five minutes.</summary>
    public TimeSpan ReconnectCap { get; init; } = TimeSpan.FromMinutes(5);

    public IEnumerable<string> Problems()
    {
        if (string.IsNullOrWhiteSpace(Host)) yield return "mqtt.host is empty; it must be the broker's name or address";
        if (Port is < 1 or > 65535) yield return $"mqtt.port is {Port}; it must lie between 1 and 65535";
        if (ClientId is not { Length: >= 1 and <= 128 }) yield return $"mqtt.clientId is '{ClientId}'; it must have 1 to 128 characters";
        if (Outside(KeepAlive, Seconds(5), Seconds(600))) yield return $"mqtt.keepAlive is {KeepAlive}; it must lie between 5 s and 10 min";
        if (Outside(SessionExpiry, TimeSpan.Zero, TimeSpan.FromHours(24)))
            yield return $"mqtt.sessionExpiry is {SessionExpiry}; it must lie between 0 and 24 h";
        if (MaxInFlight is < 1 or > 1000) yield return $"mqtt.maxInFlight is {MaxInFlight}; it must lie between 1 and 1000";
        if (InboxCapacity is < 1 or > 100_000) yield return $"mqtt.inboxCapacity is {InboxCapacity}; it must lie between 1 and 100000";
        if (Outside(InboxPatience, TimeSpan.FromMilliseconds(100), KeepAlive / 2))
            yield return $"mqtt.inboxPatience is {InboxPatience}; it must lie between 100 ms and half of mqtt.keepAlive ({KeepAlive})";
        if (MaxPayload is < 1 or > 256 * 1024) yield return $"mqtt.maxPayload is {MaxPayload}; it must lie between 1 and 262144 bytes";
        if (Outside(ConnectTimeout, Seconds(1), Seconds(120))) yield return $"mqtt.connectTimeout is {ConnectTimeout}; it must lie between 1 s and 2 min";
        if (Outside(AnswerTimeout, Seconds(1), Seconds(600))) yield return $"mqtt.answerTimeout is {AnswerTimeout}; it must lie between 1 s and 10 min";
        if (Outside(ReconnectBase, TimeSpan.FromMilliseconds(10), Seconds(60)))
            yield return $"mqtt.reconnectBase is {ReconnectBase}; it must lie between 10 ms and 1 min";
        if (Outside(ReconnectCap, ReconnectBase, TimeSpan.FromHours(1)))
            yield return $"mqtt.reconnectCap is {ReconnectCap}; it must lie between mqtt.reconnectBase ({ReconnectBase}) and 1 h";
        foreach (var problem in Tls?.Problems() ?? []) yield return problem;
    }

    private static TimeSpan Seconds(int seconds) => TimeSpan.FromSeconds(seconds);

    private static bool Outside(TimeSpan value, TimeSpan low, TimeSpan high) => value < low || value > high;
}
