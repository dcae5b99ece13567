using System.Text;

namespace EdgeProbe.Contract;

/// <summary>Writes <c>message Birth</c> of sample.proto.</summary>
public static class BirthCodec
{
    // The numbers of a birth or a test with their tags, and a tag and length for each text.
    private const int Fixed = 128;
    private const int AroundText = 8;

    public static byte[] Encode(Birth birth)
    {
        var bytes = new byte[BoundOf(birth)];
        var writer = new ProtoWriter(bytes);
        writer.Text(1, birth.AgentVersion);
        writer.Fixed64(2, birth.StoreEpoch);
        writer.Number(3, birth.Session);
        writer.Number(4, birth.ConfigRevision);
        writer.Number(5, (ulong)birth.WindowMs);
        foreach (var test in birth.Tests) Write(ref writer, test);
        foreach (var capability in birth.Capabilities) writer.Text(7, capability);
        writer.Number(8, (ulong)birth.Clock.State);
        writer.Number(9, birth.Clock.MaxErrorMicroseconds);
        writer.Text(10, birth.Hardware);
        writer.Text(11, birth.Site);
        return bytes[..writer.Position];
    }

    private static void Write(ref ProtoWriter writer, TestDescription test)
    {
        var start = writer.Begin(6);
        writer.Number(1, test.Alias);
        writer.Number(2, (ulong)test.Kind);
        writer.Number(3, (ulong)test.Segment);
        writer.Text(4, test.Target);
        writer.Text(5, test.Endpoint);
        writer.Number(6, (ulong)test.Family);
        writer.Number(7, (ulong)test.Period.TotalMilliseconds);
        foreach (var (name, value) in test.Parameters) Write(ref writer, name, value);
        writer.End(start);
    }

    // A map is a repeated message of a key (1) and a value (2).
    private static void Write(ref ProtoWriter writer, string name, string value)
    {
        var start = writer.Begin(8);
        writer.Text(1, name);
        writer.Text(2, value);
        writer.End(start);
    }

    private static int BoundOf(Birth birth) =>
        Fixed + BoundOf(birth.AgentVersion) + BoundOf(birth.Hardware) + BoundOf(birth.Site)
        + birth.Capabilities.Sum(BoundOf) + birth.Tests.Sum(BoundOf);

    private static int BoundOf(TestDescription test) =>
        Fixed + BoundOf(test.Target) + BoundOf(test.Endpoint)
        + test.Parameters.Sum(parameter => AroundText + BoundOf(parameter.Key) + BoundOf(parameter.Value));

    private static int BoundOf(string text) => AroundText + Encoding.UTF8.GetMaxByteCount(text.Length);
}
