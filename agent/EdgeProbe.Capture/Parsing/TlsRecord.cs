using System.Buffers.Binary;
using EdgeProbe.Capture.Observations;

namespace EdgeProbe.Capture.Parsing;

/// <summary>
/// A TLS record at the start of a segment's payload (RFC 8446 section 5.1), all versions alike. A record that begins inside a segment is not
/// seen; a segment that goes on with one may, once in millions, look as if it began one.
/// </summary>
internal readonly ref struct TlsRecord
{
    private const int HeaderBytes = 5;
    private const byte AlertType = 21;
    private const byte HandshakeType = 22;
    private const byte ApplicationDataType = 23;
    private const byte ClientHello = 1;
    private const byte ServerHello = 2;

    // Type and length of the handshake message, then the version: there the random begins (RFC 8446 section 4.1.3).
    private const int RandomAt = HeaderBytes + 4 + 2;
    private const int RandomBytes = 32;

    // 2^14 of plaintext, and what a cipher of TLS 1.2 may add (RFC 5246 section 6.2.3).
    private const int LargestRecord = (1 << 14) + 2048;

    // Two bytes, and at most 16 of nonce, 64 of MAC and 256 of padding.
    private const int LargestAlert = 338;

    private TlsRecord(TlsShape shape, byte alertLevel, byte alertDescription) =>
        (Shape, AlertLevel, AlertDescription) = (shape, alertLevel, alertDescription);

    // SHA-256 of "HelloRetryRequest".
    private static ReadOnlySpan<byte> RetryRandom =>
    [
        0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c, 0x02, 0x1e, 0x65, 0xb8, 0x91,
        0xc2, 0xa2, 0x11, 0x16, 0x7a, 0xbb, 0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c,
    ];

    public TlsShape Shape { get; }

    /// <summary>1 warning, 2 fatal; 0 when the alert is encrypted or cut off.</summary>
    public byte AlertLevel { get; }

    public byte AlertDescription { get; }

    /// <summary>False when the bytes begin no record that says anything about the connection.</summary>
    public static bool TryRead(ReadOnlySpan<byte> payload, out TlsRecord record)
    {
        record = default;

        // Versions 3.0 to 3.4: a record of TLS 1.3 says 3.1 or 3.3.
        if (payload.Length < HeaderBytes || payload[1] != 3 || payload[2] > 4) return false;
        var length = BinaryPrimitives.ReadUInt16BigEndian(payload[3..]);
        if (length is 0 or > LargestRecord) return false;
        switch (payload[0])
        {
            case ApplicationDataType:
                record = new TlsRecord(TlsShape.ApplicationData, 0, 0);
                return true;
            case HandshakeType:
                return TryHandshake(payload, length, out record);
            case AlertType:
                return TryAlert(payload, length, out record);
            default:
                return false;
        }
    }

    private static bool TryHandshake(ReadOnlySpan<byte> payload, int length, out TlsRecord record)
    {
        record = default;
        if (payload.Length <= HeaderBytes || length < 4) return false;
        var type = payload[HeaderBytes];
        if (type is not (ClientHello or ServerHello)) return false;

        // No hello is as long as 2^16 bytes, so its three-byte length begins with 0; an encrypted handshake message fails here.
        if (payload.Length > HeaderBytes + 1 && payload[HeaderBytes + 1] != 0) return false;
        record = new TlsRecord(type == ClientHello ? TlsShape.ClientHello : ServerShape(payload), 0, 0);
        return true;
    }

    private static TlsShape ServerShape(ReadOnlySpan<byte> payload) =>
        payload.Length >= RandomAt + RandomBytes && payload.Slice(RandomAt, RandomBytes).SequenceEqual(RetryRandom)
            ? TlsShape.HelloRetryRequest
            : TlsShape.ServerHello;

    // In the clear an alert is two bytes (RFC 8446 section 6); encrypted by TLS 1.2 or older it is longer, and says nothing.
    private static bool TryAlert(ReadOnlySpan<byte> payload, int length, out TlsRecord record)
    {
        record = default;
        if (length > LargestAlert) return false;
        var readable = length == 2 && payload.Length >= HeaderBytes + 2;
        if (readable && payload[HeaderBytes] is not (1 or 2)) return false;
        record = readable ? new(TlsShape.Alert, payload[HeaderBytes], payload[HeaderBytes + 1]) : new(TlsShape.Alert, 0, 0);
        return true;
    }
}
