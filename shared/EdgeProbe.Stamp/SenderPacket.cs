using System.Buffers.Binary;

namespace EdgeProbe.Stamp;

/// <summary>What a Session-Sender sends, unauthenticated mode (RFC 8762 section 4.2.1; SSID: RFC 8972 section 3).</summary>
/// <param name="Sequence">From zero, one more for each packet of the session.</param>
/// <param name="Timestamp">When it was sent, in the format that the error estimate names.</param>
/// <param name="Error">Of the sender's clock.</param>
/// <param name="SessionId">0 where the sender knows no session identifiers.</param>
public readonly record struct SenderPacket(uint Sequence, ulong Timestamp, ErrorEstimate Error, ushort SessionId)
{
    /// <summary>Both directions have the same size, so a reflector never amplifies.</summary>
    public const int Bytes = 44;

    /// <summary>Reads the base packet; what follows it is left alone. False when it is too short or its error estimate is void.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out SenderPacket packet)
    {
        packet = default;
        if (bytes.Length < Bytes) return false;
        var read = new SenderPacket(
            BinaryPrimitives.ReadUInt32BigEndian(bytes),
            BinaryPrimitives.ReadUInt64BigEndian(bytes[4..]),
            new ErrorEstimate(BinaryPrimitives.ReadUInt16BigEndian(bytes[12..])),
            BinaryPrimitives.ReadUInt16BigEndian(bytes[14..]));
        if (!read.Error.IsValid) return false;
        packet = read;
        return true;
    }

    /// <summary>Writes the base packet into the first 44 bytes.</summary>
    public void Write(Span<byte> bytes)
    {
        bytes[..Bytes].Clear();
        BinaryPrimitives.WriteUInt32BigEndian(bytes, Sequence);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[4..], Timestamp);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[12..], Error.Bits);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[14..], SessionId);
    }
}
