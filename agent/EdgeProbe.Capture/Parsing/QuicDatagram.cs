using EdgeProbe.Capture.Observations;

namespace EdgeProbe.Capture.Parsing;

/// <summary>The QUIC packets of one datagram (RFC 9000 section 12.2): the first has a long header, others may follow it.</summary>
internal readonly ref struct QuicDatagram
{
    // A handshake needs three; more are walked over without end only by somebody hostile.
    public const int MaxPackets = 8;

    // First byte, then packet number and payload, of which header protection needs 20 bytes (RFC 9001 section 5.4.2); beside the id.
    private const int SmallestShort = 21;

    private QuicDatagram(uint version, QuicTypes types, ReadOnlySpan<byte> destination, ReadOnlySpan<byte> source, byte shortFollows)
    {
        (Version, Types, ShortFollows) = (version, types, shortFollows);
        DestinationId = destination;
        SourceId = source;
    }

    public uint Version { get; }

    public QuicTypes Types { get; }

    public ReadOnlySpan<byte> DestinationId { get; }

    public ReadOnlySpan<byte> SourceId { get; }

    /// <summary>First byte of the packet with a short header behind the long ones; 0 when there is none.</summary>
    public byte ShortFollows { get; }

    /// <summary>
    /// Walks the captured <paramref name="payload"/> of a datagram that has <paramref name="length"/> bytes. False when its first packet is
    /// none of a known version or says that it is longer than the datagram.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> payload, uint length, out QuicDatagram datagram)
    {
        datagram = default;
        if (!QuicPacket.TryRead(payload, out var first) || first.Length > length) return false;
        datagram = Walk(first, payload, length);
        return true;
    }

    /// <summary>
    /// A datagram of a version that is not known, as every version must look from outside (RFC 8999), with version 1's packet types: only the
    /// other end's answer can say that it is QUIC.
    /// </summary>
    public static bool TryGuess(ReadOnlySpan<byte> payload, uint length, out QuicDatagram datagram)
    {
        datagram = default;
        if ((payload[0] & 0xc0) != 0xc0 || !QuicPacket.TryGuess(payload, length, out var first)) return false;
        if (first.Length > length) return false;
        datagram = Walk(first, payload, length);
        return true;
    }

    private static QuicDatagram Walk(QuicPacket first, ReadOnlySpan<byte> payload, uint length)
    {
        var types = first.Type;
        var end = first.Length ?? length;
        byte follows = 0;
        for (var packets = 1; packets < MaxPackets && end < (ulong)payload.Length; packets++)
        {
            var rest = payload[(int)end..];

            // Packets of one datagram share their destination; what does not is padding or nobody's.
            if ((rest[0] & 0x80) == 0)
            {
                if (IsShort(rest, length - end, first.DestinationId)) follows = rest[0];
                break;
            }

            var isOne = QuicPacket.IsKnown(first.Version) ? QuicPacket.TryRead(rest, out var next) : QuicPacket.TryGuess(rest, (uint)(length - end), out next);
            if (!isOne || next.Version != first.Version || next.Version == 0) break;
            if (!next.DestinationId.SequenceEqual(first.DestinationId)) break;
            types |= next.Type;
            if (next.Length is not { } nextLength || nextLength > length - end) break;
            end += nextLength;
        }

        return new QuicDatagram(first.Version, types, first.DestinationId, first.SourceId, follows);
    }

    // Bits of a short header are protected but for the first two, of which the second may be greased (RFC 9287); padding is all zeros.
    private static bool IsShort(ReadOnlySpan<byte> bytes, ulong length, ReadOnlySpan<byte> destination) =>
        bytes[0] != 0 && length >= (ulong)(SmallestShort + destination.Length) && bytes[1..].StartsWith(destination);
}
