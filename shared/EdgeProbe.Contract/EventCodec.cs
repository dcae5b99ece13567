using System.Text;

namespace EdgeProbe.Contract;

/// <summary>Writes <c>message Event</c> of sample.proto.</summary>
public static class EventCodec
{
    public static byte[] Encode(ProbeEvent happened)
    {
        var texts = happened.Name.Length + happened.Subject.Length + happened.Text.Length;
        var bytes = new byte[64 + Encoding.UTF8.GetMaxByteCount(texts)];
        var writer = new ProtoWriter(bytes);
        writer.Fixed64(1, happened.StoreEpoch);
        writer.Number(2, happened.Session);
        writer.Number(3, (ulong)Math.Max(0, happened.Time.ToUnixTimeMilliseconds()));
        writer.Text(4, happened.Name);
        writer.Text(5, happened.Subject);
        writer.Text(6, happened.Text);
        return bytes[..writer.Position];
    }
}
