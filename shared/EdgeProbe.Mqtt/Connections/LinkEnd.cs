namespace EdgeProbe.Mqtt.Connections;

/// <summary>Why a connection ended or never came up: the class for programs, the sentence for people.</summary>
internal readonly record struct LinkEnd(LinkFault Fault, string Sentence)
{
    /// <summary>
    /// The broker closed a working TLS connection properly and without a reason. A killed broker or a broken line cannot do that; mosquitto
    /// 2.0.11 does it to the older of two clients of one name, where the standard asks for reason 0x8E.
    /// </summary>
    public bool WasDismissed { get; init; }

    /// <summary>We were asked to stop.</summary>
    public static readonly LinkEnd Asked = new(LinkFault.None, "stopped");
}
