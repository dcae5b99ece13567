namespace EdgeProbe.Testing.Packets;

/// <summary>TLS records as they begin on the wire (RFC 8446 section 5.1), with handshakes of filler.</summary>
public static class TlsRecords
{
    /// <summary>The random that makes a ServerHello a HelloRetryRequest (section 4.1.3): SHA-256 of "HelloRetryRequest".</summary>
    public static byte[] RetryRandom { get; } = System.Security.Cryptography.SHA256.HashData("HelloRetryRequest"u8);

    public static byte[] ClientHello(int length = 300) => Handshake(1, new byte[32], length);

    public static byte[] ServerHello(int length = 90) => Handshake(2, new byte[32], length);

    public static byte[] HelloRetryRequest(int length = 56) => Handshake(2, RetryRandom, length);

    public static byte[] Alert(int level, int description) => new Octets().U8(21, 3, 3).U16(2).U8(level, description);

    public static byte[] ApplicationData(int length) => new Octets().U8(23, 3, 3).U16(length).Fill(length, 0x5a);

    private static byte[] Handshake(int type, byte[] random, int length) => new Octets()
        .U8(22, 3, 1).U16(length + 4).U8(type, 0).U16(length).U8(3, 3).Bytes(random).Fill(length - 34);
}
