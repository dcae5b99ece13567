using System.Buffers.Binary;

namespace EdgeProbe.Agent.Tests.Probers.Dns;

/// <summary>Answers made by hand from the query they answer.</summary>
internal static class Replies
{
    private const int OptLength = 11;

    /// <summary>The query's own header and question with a response code and one A record that points at the question's name.</summary>
    public static byte[] To(byte[] query, byte rcode = 0, bool truncated = false)
    {
        byte[] record = [0xC0, 0x0C, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 192, 0, 2, 1];
        byte[] reply = [.. Bare(query, rcode, truncated), .. record];
        BinaryPrimitives.WriteUInt16BigEndian(reply.AsSpan(6), 1);
        return reply;
    }

    /// <summary>Header and question only.</summary>
    public static byte[] Bare(byte[] query, byte rcode = 0, bool truncated = false)
    {
        var reply = query[..^OptLength];
        reply[2] = (byte)(0x81 | (truncated ? 2 : 0));
        reply[3] = (byte)(0x80 | rcode);
        reply[10] = reply[11] = 0;
        return reply;
    }

    public static byte[] WithAnotherId(byte[] query)
    {
        var reply = To(query);
        reply[0] ^= 0x55;
        return reply;
    }

    public static byte[] WithAnotherQuestion(byte[] query)
    {
        var reply = To(query);
        reply[13] ^= 1;
        return reply;
    }

    /// <summary>The record's name points at itself.</summary>
    public static byte[] WithPointerLoop(byte[] query)
    {
        var reply = To(query);
        reply[^15] = (byte)(reply.Length - 16);
        return reply;
    }
}
