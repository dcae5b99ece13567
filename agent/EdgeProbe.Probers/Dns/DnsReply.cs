using System.Buffers.Binary;

namespace EdgeProbe.Probers.Dns;

/// <summary>How a datagram relates to our question.</summary>
public enum DnsReading : byte
{
    /// <summary>The answer to it.</summary>
    Ours,

    /// <summary>Another identifier or question, or no response at all: forged, or meant for somebody else.</summary>
    Foreign,

    /// <summary>Our identifier, but not a message that RFC 1035 allows.</summary>
    Malformed,
}

/// <summary>What an answer says, as far as the health of the resolver goes.</summary>
/// <param name="Rcode">Response code, without the extension of EDNS.</param>
/// <param name="Truncated">TC: the whole is to be had over TCP.</param>
/// <param name="Answers">Records of the asked type.</param>
/// <param name="SmallestTtl">Seconds, the smallest of all answers; null without any.</param>
public readonly record struct DnsReply(DnsRcode Rcode, bool Truncated, int Answers, uint? SmallestTtl)
{
    private const ushort ResponseBit = 0x8000;
    private const ushort OpcodeBits = 0x7800;
    private const ushort TruncatedBit = 0x0200;
    private const ushort RcodeBits = 0x000F;

    // Bounds the work that one datagram can cause; the largest UDP answer holds fewer, each at least 11 octets.
    private const int MaxRecords = 6000;

    /// <summary>Reads an answer to <paramref name="question"/>; consumes nothing, allocates nothing, never throws.</summary>
    public static DnsReading Read(ReadOnlySpan<byte> message, in DnsQuestion question, out DnsReply reply)
    {
        reply = default;
        if (message.Length < 2 || BinaryPrimitives.ReadUInt16BigEndian(message) != question.Id) return DnsReading.Foreign;
        if (message.Length < DnsQuery.HeaderLength) return DnsReading.Malformed;
        var flags = BinaryPrimitives.ReadUInt16BigEndian(message[2..]);
        if ((flags & ResponseBit) == 0) return DnsReading.Foreign;
        if ((flags & OpcodeBits) != 0) return DnsReading.Malformed;
        var rcode = (DnsRcode)(flags & RcodeBits);
        var truncated = (flags & TruncatedBit) != 0;
        var questions = BinaryPrimitives.ReadUInt16BigEndian(message[4..]);

        // A resolver that could not read the question may leave it out (FORMERR, NOTIMP); whoever answers must repeat it (RFC 5452 section 9.1).
        if (questions == 0 && rcode is DnsRcode.FormatError or DnsRcode.NotImplemented)
        {
            reply = new DnsReply(rcode, truncated, 0, null);
            return DnsReading.Ours;
        }

        var reading = ReadQuestion(message, question, questions, out var at);
        if (reading != DnsReading.Ours) return reading;
        var records = BinaryPrimitives.ReadUInt16BigEndian(message[6..]);
        reply = new DnsReply(rcode, truncated, 0, null);

        // RFC 2181 section 9: what a truncated message holds is not to be used.
        if (truncated) return DnsReading.Ours;
        return ReadAnswers(message[..], at, records, question.Type, ref reply) ? DnsReading.Ours : DnsReading.Malformed;
    }

    private static DnsReading ReadQuestion(ReadOnlySpan<byte> message, in DnsQuestion question, ushort count, out int end)
    {
        end = 0;
        if (count != 1) return DnsReading.Malformed;
        if (!DnsName.TryCompare(message, DnsQuery.HeaderLength, question.Name, out var at, out var same)) return DnsReading.Malformed;
        if (at + 4 > message.Length) return DnsReading.Malformed;
        end = at + 4;
        var type = (DnsType)BinaryPrimitives.ReadUInt16BigEndian(message[at..]);
        var kind = BinaryPrimitives.ReadUInt16BigEndian(message[(at + 2)..]);
        return same && type == question.Type && kind == 1 ? DnsReading.Ours : DnsReading.Foreign;
    }

    private static bool ReadAnswers(ReadOnlySpan<byte> message, int at, ushort count, DnsType asked, ref DnsReply reply)
    {
        if (count > MaxRecords) return false;
        for (var record = 0; record < count; record++)
        {
            // Name, then type, class, TTL and length (RFC 1035 section 4.1.3).
            if (!DnsName.TrySkip(message, at, out var body) || body + 10 > message.Length) return false;
            var type = (DnsType)BinaryPrimitives.ReadUInt16BigEndian(message[body..]);
            var ttl = BinaryPrimitives.ReadUInt32BigEndian(message[(body + 4)..]);
            var length = BinaryPrimitives.ReadUInt16BigEndian(message[(body + 8)..]);
            at = body + 10 + length;
            if (at > message.Length || !Fits(type, length)) return false;
            reply = reply with
            {
                Answers = reply.Answers + (type == asked ? 1 : 0),
                SmallestTtl = Math.Min(reply.SmallestTtl ?? uint.MaxValue, ttl),
            };
        }

        return true;
    }

    private static bool Fits(DnsType type, ushort length) => type switch
    {
        DnsType.A => length == 4,
        DnsType.Aaaa => length == 16,
        _ => true,
    };
}
