using System.Diagnostics.CodeAnalysis;
using EdgeProbe.Contract;
using Google.Protobuf;
using Wire = EdgeProbe.Contract.V1;

namespace EdgeProbe.Collector.Ingest.Decoding;

/// <summary>Reads what probes publish on <c>.../state</c>, wills included.</summary>
internal static class StateDecoder
{
    private static readonly MessageParser<Wire.State> Parser = Wire.State.Parser.WithDiscardUnknownFields(true);

    public static bool TryDecode(ReadOnlySpan<byte> payload, [NotNullWhen(true)] out ProbeState? state, out DecodeFailure failure)
    {
        state = null;
        if (!WireMessage.TryParseSmall(payload, MessageShape.State, Parser, out var wire, out failure)) return false;
        state = new ProbeState(wire.Online, wire.Session, wire.Reason);
        return true;
    }
}
