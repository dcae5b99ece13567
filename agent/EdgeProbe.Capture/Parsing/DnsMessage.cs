using System.Buffers.Binary;
using EdgeProbe.Capture.Observations;

namespace EdgeProbe.Capture.Parsing;

internal enum QuestionReading : byte
{
    None,
    Whole,

    /// <summary>It goes on behind what was captured.</summary>
    Cut,

    /// <summary>Its name ends in a compression pointer, which is not followed: nothing stands in front of the first name that it could mean.</summary>
    Pointer,
    Malformed,
}

/// <summary>A DNS message (RFC 1035 section 4) inside a captured frame: its header and first question; gone when the next frame is read.</summary>
internal readonly ref struct DnsMessage
{
    public const int HeaderBytes = 12;

    private const int ResponseBit = 0x8000;
    private const int TruncatedBit = 0x0200;

    // Smallest question: the root's name, type, class. Smallest record: the same, TTL and the length of nothing.
    private const int SmallestQuestion = 5;
    private const int SmallestRecord = 11;

    private const int LongestLabel = 63;
    private const int LongestName = 255;

    private readonly ReadOnlySpan<byte> _bytes;
    private readonly uint _length;

    private DnsMessage(ReadOnlySpan<byte> bytes, uint length)
    {
        _bytes = bytes;
        _length = length;
    }

    public ushort Id => BinaryPrimitives.ReadUInt16BigEndian(_bytes);

    public bool IsResponse => (FlagsOf(_bytes) & ResponseBit) != 0;

    public byte Opcode => OpcodeOf(FlagsOf(_bytes));

    public byte ResponseCode => (byte)(FlagsOf(_bytes) & 15);

    public DnsFlags Flags => (IsResponse ? DnsFlags.Response : 0)
        | ((FlagsOf(_bytes) & TruncatedBit) != 0 ? DnsFlags.Truncated : 0)
        | (Count(_bytes, 6) > 0 ? DnsFlags.HasAnswer : 0)
        | (Count(_bytes, 4) > 0 ? DnsFlags.HasQuestion : 0);

    /// <summary>
    /// Reads the header of a message of <paramref name="length"/> bytes, of which <paramref name="bytes"/> were captured. False when it is not
    /// whole, or says what no message can: an unassigned opcode, a query with a response code, more than one question, or more records than
    /// the length has room for (a truncated message may count those that were left out).
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, uint length, out DnsMessage message)
    {
        message = default;
        if (bytes.Length < HeaderBytes || length < HeaderBytes) return false;
        var flags = FlagsOf(bytes);
        if (OpcodeOf(flags) is 3 or > 6) return false;
        if ((flags & ResponseBit) == 0 && (flags & 15) != 0) return false;
        var questions = Count(bytes, 4);
        if (questions > 1) return false;
        var records = Count(bytes, 6) + Count(bytes, 8) + Count(bytes, 10);
        var smallest = HeaderBytes + questions * SmallestQuestion + records * SmallestRecord;
        if ((flags & TruncatedBit) == 0 && smallest > length) return false;
        message = new DnsMessage(bytes.Length > length ? bytes[..(int)length] : bytes, length);
        return true;
    }

    /// <summary>
    /// Whether the first bytes are those of a plain question or answer and hardly anything else: one question, opcode QUERY, reserved bit 0,
    /// and of a question no code, no answers and at most two records beside. A few comparisons, since every datagram is asked.
    /// </summary>
    public static bool IsUnmistakable(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderBytes + SmallestQuestion || bytes[4] != 0 || bytes[5] != 1) return false;
        var flags = FlagsOf(bytes);
        if ((flags & 0x7840) != 0) return false;
        if ((flags & ResponseBit) != 0) return (flags & 15) <= 5 && bytes[6] == 0 && bytes[8] == 0 && bytes[10] == 0;
        return (flags & 0x068f) == 0 && Count(bytes, 6) == 0 && Count(bytes, 8) == 0 && Count(bytes, 10) <= 2;
    }

    /// <summary>The first question's name in wire format, its zero included, and its type; both are set only when it is whole.</summary>
    public QuestionReading ReadQuestion(out ReadOnlySpan<byte> name, out ushort type)
    {
        name = default;
        type = 0;
        if (Count(_bytes, 4) == 0) return QuestionReading.None;
        var at = HeaderBytes;
        while (at < _bytes.Length)
        {
            var label = _bytes[at];
            if (label >= 0xc0) return QuestionReading.Pointer;
            if (label > LongestLabel || at - HeaderBytes + 1 + label > LongestName) return QuestionReading.Malformed;
            at += 1 + label;
            if (label != 0) continue;
            if (at + 4 > _bytes.Length) break;
            name = _bytes[HeaderBytes..at];
            type = BinaryPrimitives.ReadUInt16BigEndian(_bytes[at..]);
            return QuestionReading.Whole;
        }

        return _bytes.Length < _length ? QuestionReading.Cut : QuestionReading.Malformed;
    }

    private static int FlagsOf(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);

    private static byte OpcodeOf(int flags) => (byte)(flags >> 11 & 15);

    private static int Count(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]);
}
