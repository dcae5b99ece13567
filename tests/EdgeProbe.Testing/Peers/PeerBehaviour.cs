namespace EdgeProbe.Testing.Peers;

/// <summary>How an <see cref="MqttPeer"/> misbehaves. The defaults are a proper broker that delivers everything to somebody.</summary>
public sealed record PeerBehaviour
{
    /// <summary>CONNACK's reason code.</summary>
    public byte ConnectReason { get; init; }

    /// <summary>Never answers a CONNECT.</summary>
    public bool IgnoresConnect { get; init; }

    /// <summary>CONNACK's Receive Maximum; null for none (65,535).</summary>
    public ushort? ReceiveMaximum { get; init; }

    /// <summary>CONNACK's Maximum Packet Size; null for none.</summary>
    public uint? MaximumPacketSize { get; init; }

    /// <summary>Reads and says nothing once connected, not even to PINGREQ.</summary>
    public bool FallsSilent { get; init; }

    /// <summary>The PUBACKs for a QoS 1 publish: (packet identifier, its number from 0) to (identifier, reason) each; none for no answer.</summary>
    public Func<ushort, int, IEnumerable<(ushort Id, byte Reason)>> Answers { get; init; } = static (id, _) => [(id, 0)];
}
