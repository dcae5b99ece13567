using System.Text;

namespace EdgeProbe.Testing.Packets;

/// <summary>DNS messages (RFC 1035 section 4).</summary>
public static class DnsMessages
{
    public const int A = 1;
    public const int Aaaa = 28;

    public static byte[] Query(int id, string name, int type = A) => new Octets()
        .U16(id, 0x0100, 1, 0, 0, 0).Bytes(Name(name)).U16(type, 1);

    /// <summary>The response to a question, with so many A records that point back to the question's name.</summary>
    public static byte[] Answer(int id, string name, int type = A, int rcode = 0, int records = 1, bool truncated = false)
    {
        var octets = new Octets()
            .U16(id, 0x8180 | rcode | (truncated ? 0x0200 : 0), 1, records, 0, 0).Bytes(Name(name)).U16(type, 1);
        for (var i = 0; i < records; i++) octets.U16(0xc00c, A, 1).U32(60).U16(4).U8(192, 0, 2, i);
        return octets;
    }

    public static byte[] Name(string name)
    {
        var octets = new Octets();
        foreach (var label in name.Split('.', StringSplitOptions.RemoveEmptyEntries)) octets.U8(label.Length).Bytes(Encoding.ASCII.GetBytes(label));
        return octets.U8(0);
    }

    /// <summary>Messages as TCP carries them, each behind its length (RFC 7766 section 8).</summary>
    public static byte[] Stream(params ReadOnlySpan<byte[]> messages)
    {
        var octets = new Octets();
        foreach (var message in messages) octets.U16(message.Length).Bytes(message);
        return octets;
    }
}
