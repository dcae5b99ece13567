namespace EdgeProbe.Testing.Packets;

/// <summary>QUIC packets with headers as RFC 9000 section 17 draws them; what would be encrypted is filler.</summary>
public static class QuicPackets
{
    public const uint V1 = 1;
    public const uint V2 = 0x6b3343cf;

    public const int Initial = 0;
    public const int ZeroRtt = 1;
    public const int Handshake = 2;
    public const int Retry = 3;

    /// <summary>Type is version 1's number; of version 2 it is turned into that version's (RFC 9369 section 3.2).</summary>
    public static byte[] Long(uint version, int type, byte[] destination, byte[] source, int payload = 100, byte[]? token = null)
    {
        var bits = version == V2 ? (type + 1) % 4 : type;
        var octets = Head(0xc0 | bits << 4, version, destination, source);
        if (type == Retry) return octets.Fill(payload + 16, 0x5a);
        if (type == Initial) octets.Bytes(Number(token?.Length ?? 0)).Bytes(token ?? []);
        return octets.Bytes(Number(payload)).Fill(payload, 0x5a);
    }

    /// <summary>A server's list of versions (section 17.2.1, which wants the second bit set beside other protocols).</summary>
    public static byte[] Negotiation(byte[] destination, byte[] source, params ReadOnlySpan<uint> versions)
    {
        var octets = Head(0xc0, 0, destination, source);
        foreach (var version in versions) octets.U32(version);
        return octets;
    }

    public static byte[] Short(byte[] destination, bool spin, int payload = 40) =>
        new Octets().U8(spin ? 0x60 : 0x40).Bytes(destination).Fill(payload, 0x5a);

    /// <summary>A variable-length integer in two bytes (section 16).</summary>
    public static byte[] Number(int value) => new Octets().U16(0x4000 | value);

    private static Octets Head(int first, uint version, byte[] destination, byte[] source) => new Octets()
        .U8(first).U32(version).U8(destination.Length).Bytes(destination).U8(source.Length).Bytes(source);
}
