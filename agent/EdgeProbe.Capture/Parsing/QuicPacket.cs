using System.Buffers.Binary;
using EdgeProbe.Capture.Observations;

namespace EdgeProbe.Capture.Parsing;

/// <summary>A QUIC packet with a long header (RFC 9000 section 17.2) inside a captured frame; gone when the next frame is read.</summary>
internal readonly ref struct QuicPacket
{
    public const uint Version1 = 1;

    /// <summary>RFC 9369; its types have other bits.</summary>
    public const uint Version2 = 0x6b3343cf;

    // Drafts 17 to 34 have version 1's packet types and lengths; 22 gave each connection id a length byte of its own.
    private const uint FirstDraft = 0xff000011;
    private const uint LastDraft = 0xff000022;
    private const uint FirstDraftOfTwoLengths = 0xff000016;

    // Of its own versions of that time, by the draft that they followed, one stack sent many: "EGG" and the number.
    private const uint EggVersions = 0x454747;
    private const uint LastEggOfOneByte = 0x45474715;

    private const int VersionAt = 1;
    private const int DestinationAt = 5;
    private const int LongestId = 20;

    // A server reserves versions of this form to exercise negotiation (section 15).
    private const uint ReservedMask = 0x0f0f0f0f;
    private const uint Reserved = 0x0a0a0a0a;

    private QuicPacket(uint version, QuicTypes type, ReadOnlySpan<byte> destination, ReadOnlySpan<byte> source, ulong? length)
    {
        (Version, Type, Length) = (version, type, length);
        DestinationId = destination;
        SourceId = source;
    }

    public uint Version { get; }

    public QuicTypes Type { get; }

    public ReadOnlySpan<byte> DestinationId { get; }

    public ReadOnlySpan<byte> SourceId { get; }

    /// <summary>Bytes from the first to the last of this packet; null where it was cut off before it says, or ends only with its datagram.</summary>
    public ulong? Length { get; }

    public static bool IsKnown(uint version) => version is Version1 or Version2 or (>= FirstDraft and <= LastDraft);

    /// <summary>The version that a long header says; false when the byte is of none or the version was not captured.</summary>
    public static bool TryReadVersion(ReadOnlySpan<byte> bytes, out uint version)
    {
        version = 0;
        if (bytes.Length < DestinationAt + 1 || (bytes[0] & 0x80) == 0) return false;
        version = BinaryPrimitives.ReadUInt32BigEndian(bytes[VersionAt..]);
        return true;
    }

    /// <summary>
    /// Where a long header of any version says its connection ids (RFC 8999 section 5.1; before draft 22 both lengths shared a byte, less
    /// three each); false when they are too long or cut off. <paramref name="header"/> is how many bytes lie before what follows them.
    /// </summary>
    public static bool TryReadIds(ReadOnlySpan<byte> bytes, out ReadOnlySpan<byte> destination, out ReadOnlySpan<byte> source, out int header)
    {
        destination = source = default;
        header = 0;
        if (!TryReadVersion(bytes, out var version)) return false;
        if (SharesLengthByte(version, bytes[DestinationAt])) return TryReadOldIds(bytes, out destination, out source, out header);
        if (bytes[DestinationAt] > LongestId) return false;
        var sourceAt = DestinationAt + 1 + bytes[DestinationAt];
        if (bytes.Length <= sourceAt || bytes[sourceAt] > LongestId || bytes.Length < sourceAt + 1 + bytes[sourceAt]) return false;
        destination = bytes[(DestinationAt + 1)..sourceAt];
        source = bytes.Slice(sourceAt + 1, bytes[sourceAt]);
        header = sourceAt + 1 + source.Length;
        return true;
    }

    private static bool TryReadOldIds(ReadOnlySpan<byte> bytes, out ReadOnlySpan<byte> destination, out ReadOnlySpan<byte> source, out int header)
    {
        destination = source = default;
        var (first, second) = (OldLength(bytes[DestinationAt] >> 4), OldLength(bytes[DestinationAt] & 15));
        header = DestinationAt + 1 + first + second;
        if (bytes.Length < header) return false;
        destination = bytes.Slice(DestinationAt + 1, first);
        source = bytes.Slice(DestinationAt + 1 + first, second);
        return true;
    }

    private static int OldLength(int nibble) => nibble == 0 ? 0 : nibble + 3;

    // Of a version that says nothing of its layout: a client's first id has eight bytes or more, so an old byte is too large for a length.
    private static bool SharesLengthByte(uint version, byte length) =>
        version is >= FirstDraft and < FirstDraftOfTwoLengths || (version >> 8 == EggVersions && version <= LastEggOfOneByte)
        || (!IsKnown(version) && length > LongestId);

    /// <summary>False when the version is not known, the ids are not whole, or a list of versions holds none that could be offered.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out QuicPacket packet)
    {
        packet = default;
        if (!TryReadVersion(bytes, out var version) || !TryReadIds(bytes, out var destination, out var source, out var header)) return false;
        var rest = bytes[header..];
        if (version == 0)
        {
            if (!OffersVersions(rest)) return false;
            packet = new QuicPacket(version, QuicTypes.VersionNegotiation, destination, source, null);
            return true;
        }

        if (!IsKnown(version)) return false;
        var type = TypeOf(version, bytes[0]);
        packet = new QuicPacket(version, type, destination, source, LengthOf(type, bytes.Length - rest.Length, rest));
        return true;
    }

    /// <summary>A packet of any other version; of a list of versions, one that is nothing but a list.</summary>
    public static bool TryGuess(ReadOnlySpan<byte> bytes, uint length, out QuicPacket packet)
    {
        packet = default;
        if (!TryReadVersion(bytes, out var version) || IsKnown(version)) return false;
        if (!TryReadIds(bytes, out var destination, out var source, out var header)) return false;
        if (version == 0)
        {
            if (length <= (uint)header || (length - (uint)header) % sizeof(uint) != 0) return false;
            packet = new QuicPacket(version, QuicTypes.VersionNegotiation, destination, source, null);
            return true;
        }

        var type = TypeOf(Version1, bytes[0]);
        packet = new QuicPacket(version, type, destination, source, LengthOf(type, header, bytes[header..]));
        return true;
    }

    // Section 17.2.1: version negotiation lists versions up to the end of the datagram, at least one that we or somebody could speak.
    private static bool OffersVersions(ReadOnlySpan<byte> list)
    {
        for (var at = 0; at + 4 <= Math.Min(list.Length, 64); at += 4)
        {
            var version = BinaryPrimitives.ReadUInt32BigEndian(list[at..]);
            if (IsKnown(version) || (version & ReservedMask) == Reserved) return true;
        }

        return false;
    }

    // Version 1 (RFC 9000 table 5): Initial, 0-RTT, Handshake, Retry; version 2 (RFC 9369 section 3.2) begins with Retry.
    private static QuicTypes TypeOf(uint version, byte first)
    {
        var bits = first >> 4 & 3;
        if (version == Version2) bits = bits + 3 & 3;
        return bits switch { 0 => QuicTypes.Initial, 1 => QuicTypes.ZeroRtt, 2 => QuicTypes.Handshake, _ => QuicTypes.Retry };
    }

    // Behind the ids: of an Initial its token, then of all but Retry how many bytes follow (section 17.2.2).
    private static ulong? LengthOf(QuicTypes type, int header, ReadOnlySpan<byte> rest)
    {
        if (type == QuicTypes.Retry) return null;
        var before = (ulong)header;
        if (type == QuicTypes.Initial)
        {
            if (!TryReadNumber(rest, out var token, out var tokenBytes) || token > (ulong)(rest.Length - tokenBytes)) return null;
            rest = rest[(tokenBytes + (int)token)..];
            before += (ulong)tokenBytes + token;
        }

        if (!TryReadNumber(rest, out var length, out var lengthBytes)) return null;
        return before + (ulong)lengthBytes + length;
    }

    // Section 16: the two high bits of the first byte say how many bytes the number has.
    private static bool TryReadNumber(ReadOnlySpan<byte> bytes, out ulong value, out int length)
    {
        (value, length) = (0, 0);
        if (bytes.IsEmpty) return false;
        length = 1 << (bytes[0] >> 6);
        if (bytes.Length < length) return false;
        value = (ulong)(bytes[0] & 0x3f);
        for (var i = 1; i < length; i++) value = value << 8 | bytes[i];
        return true;
    }
}
