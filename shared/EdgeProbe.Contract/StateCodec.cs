using System.Text;

namespace EdgeProbe.Contract;

/// <summary><c>message State</c> of sample.proto, both ways: probes and collectors say with it whether they are connected.</summary>
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

    /// <summary>False when the bytes are no state; no bytes at all are none, as a deleted retained message leaves.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out ProbeState? state)
    {
        state = null;
        if (bytes.IsEmpty || bytes.Length > ContractLimits.MaxPayloadBytes) return false;
        var (online, session, reason) = (0UL, 0UL, "");
        var reader = new ProtoReader(bytes);
        while (!reader.AtEnd)
        {
            if (!reader.TryReadTag(out var field, out var type)) return false;
            var text = default(ReadOnlySpan<byte>);
            var read = (field, type) switch
            {
                (1, WireType.Varint) => reader.TryReadVarint(out online),
                (2, WireType.Varint) => reader.TryReadVarint(out session),
                (3, WireType.Bytes) => reader.TryReadBytes(out text),
                (1 or 2 or 3, _) => false,
                _ => reader.TrySkip(type),
            };
            if (!read) return false;
            if (field == 3) reason = Encoding.UTF8.GetString(text);
        }

        state = new ProbeState(online != 0, session, reason);
        return true;
    }
}
