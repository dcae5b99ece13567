namespace EdgeProbe.Testing.Packets;

/// <summary>How an IP packet lies in a frame.</summary>
public enum Encapsulation
{
    Ethernet, Vlan, QinQ, Pppoe, PppoeInVlan, Cooked, Cooked2, Null, Raw,
}

/// <summary>Link layers around an IP packet. The link type of an <see cref="Encapsulation"/> is libpcap's number (DLT).</summary>
public static class Frames
{
    public static readonly byte[] HomeMac = [0x02, 0, 0, 0, 0, 0x0a];
    public static readonly byte[] InternetMac = [0x02, 0, 0, 0, 0, 0x0b];

    public static int LinkTypeOf(Encapsulation encapsulation) => encapsulation switch
    {
        Encapsulation.Cooked => 113,
        Encapsulation.Cooked2 => 276,
        Encapsulation.Null => 0,
        Encapsulation.Raw => 101,
        _ => 1,
    };

    /// <summary>The packet in its frame. Outgoing, as the cooked links say it, means sent by the capturing host.</summary>
    public static byte[] Of(Encapsulation encapsulation, ReadOnlySpan<byte> packet, bool outgoing = false) => encapsulation switch
    {
        Encapsulation.Ethernet => Ethernet(EtherTypeOf(packet), packet),
        Encapsulation.Vlan => Ethernet(0x8100, Tagged(packet, (0, 100))),
        Encapsulation.QinQ => Ethernet(0x88a8, Tagged(packet, (0, 200), (0x8100, 100))),
        Encapsulation.Pppoe => Ethernet(0x8864, Pppoe(packet)),
        Encapsulation.PppoeInVlan => Ethernet(0x8100, new Octets().U16(35, 0x8864).Bytes(Pppoe(packet)).ToArray()),
        Encapsulation.Cooked => Cooked(packet, outgoing),
        Encapsulation.Cooked2 => Cooked2(packet, outgoing),
        Encapsulation.Null => [(byte)(IsV6(packet) ? 24 : 2), 0, 0, 0, .. packet],
        _ => packet.ToArray(),
    };

    public static byte[] Ethernet(ReadOnlySpan<byte> packet) => Ethernet(EtherTypeOf(packet), packet);

    public static byte[] Ethernet(int etherType, ReadOnlySpan<byte> payload) =>
        new Octets().Bytes(InternetMac).Bytes(HomeMac).U16(etherType).Bytes(payload);

    /// <summary>
    /// What follows the first tag's EtherType: each tag's number, the EtherType that announces the next tag in front of it (0 of the first,
    /// which the Ethernet header announces), then the packet's own.
    /// </summary>
    public static byte[] Tagged(ReadOnlySpan<byte> packet, params ReadOnlySpan<(int EtherType, int Tag)> tags)
    {
        var octets = new Octets();
        foreach (var (etherType, tag) in tags)
        {
            if (etherType != 0) octets.U16(etherType);
            octets.U16(tag);
        }

        return octets.U16(EtherTypeOf(packet)).Bytes(packet);
    }

    /// <summary>A PPPoE session header (RFC 2516) and a PPP protocol number around the packet.</summary>
    public static byte[] Pppoe(ReadOnlySpan<byte> packet, int? saidLength = null, int code = 0) => new Octets()
        .U8(0x11, code).U16(7, saidLength ?? packet.Length + 2, IsV6(packet) ? 0x57 : 0x21).Bytes(packet);

    /// <summary>Linux cooked capture, version 1.</summary>
    public static byte[] Cooked(ReadOnlySpan<byte> packet, bool outgoing) => new Octets()
        .U16(outgoing ? 4 : 0, 1, 6).Bytes(HomeMac).U16(0, EtherTypeOf(packet)).Bytes(packet);

    /// <summary>Linux cooked capture, version 2.</summary>
    public static byte[] Cooked2(ReadOnlySpan<byte> packet, bool outgoing) => new Octets()
        .U16(EtherTypeOf(packet), 0).U32(3).U16(1).U8(outgoing ? 4 : 0, 6).Bytes(HomeMac).U16(0).Bytes(packet);

    public static int EtherTypeOf(ReadOnlySpan<byte> packet) => IsV6(packet) ? 0x86dd : 0x0800;

    private static bool IsV6(ReadOnlySpan<byte> packet) => packet[0] >> 4 == 6;
}
