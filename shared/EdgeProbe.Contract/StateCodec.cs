using System.Text;

namespace EdgeProbe.Contract;

/// <summary>Writes <c>message State</c> of sample.proto.</summary>
public static class StateCodec
{
    public static byte[] Encode(ProbeState state)
    {
        var bytes = new byte[32 + Encoding.UTF8.GetMaxByteCount(state.Reason.Length)];
        var writer = new ProtoWriter(bytes);
        writer.Number(1, state.Online ? 1UL : 0);
        writer.Number(2, state.Session);
        writer.Text(3, state.Reason);
        return bytes[..writer.Position];
    }
}
