using System.Buffers.Binary;

namespace EdgeProbe.Probers.Dns;

/// <summary>One question to a resolver, as bytes (RFC 1035 section 4.1).</summary>
public static class DnsQuery
{
    /// <summary>Octets of a message's header.</summary>
    public const int HeaderLength = 12;

    /// <summary>Octets of the longest query: header, name, type and class, OPT record.</summary>
    public const int MaxLength = HeaderLength + DnsName.MaxLength + 4 + OptLength;

    private const int OptLength = 11;
    private const ushort RecursionDesired = 0x0100;
    private const ushort Internet = 1;

    /// <summary>Writes a recursive query for one name; false when the name is none.</summary>
    /// <param name="question">What is asked; the answer is checked against it.</param>
    /// <param name="udpPayload">Offered by EDNS0; 0 for a query without.</param>
    /// <param name="to">At least <see cref="MaxLength"/> octets.</param>
    /// <param name="written">Octets of the query.</param>
    public static bool TryWrite(in DnsQuestion question, int udpPayload, Span<byte> to, out int written)
    {
        written = 0;
        if (to.Length < MaxLength) return false;
        to[..HeaderLength].Clear();
        BinaryPrimitives.WriteUInt16BigEndian(to, question.Id);
        BinaryPrimitives.WriteUInt16BigEndian(to[2..], RecursionDesired);
        BinaryPrimitives.WriteUInt16BigEndian(to[4..], 1);
        question.Name.CopyTo(to[HeaderLength..]);
        var at = HeaderLength + question.Name.Length;
        BinaryPrimitives.WriteUInt16BigEndian(to[at..], (ushort)question.Type);
        BinaryPrimitives.WriteUInt16BigEndian(to[(at + 2)..], Internet);
        written = at + 4;
        if (udpPayload > 0) written += WriteOpt(to, written, udpPayload);
        return true;
    }

    // RFC 6891 section 6.1.2: the root's name, type OPT, our payload size where a class would be, then a TTL and length of zero.
    private static int WriteOpt(Span<byte> to, int at, int udpPayload)
    {
        BinaryPrimitives.WriteUInt16BigEndian(to[10..], 1);
        var opt = to.Slice(at, OptLength);
        opt.Clear();
        BinaryPrimitives.WriteUInt16BigEndian(opt[1..], (ushort)DnsType.Opt);
        BinaryPrimitives.WriteUInt16BigEndian(opt[3..], (ushort)udpPayload);
        return OptLength;
    }
}

/// <summary>What was asked, and how an answer to it is known: a random identifier and the name.</summary>
/// <param name="Id">Random, so that an answer cannot be forged by guessing alone (RFC 5452).</param>
/// <param name="EncodedName">As <see cref="DnsName.TryWrite"/> encodes it.</param>
/// <param name="Type">The record type asked for.</param>
public readonly record struct DnsQuestion(ushort Id, ReadOnlyMemory<byte> EncodedName, DnsType Type)
{
    public ReadOnlySpan<byte> Name => EncodedName.Span;
}
