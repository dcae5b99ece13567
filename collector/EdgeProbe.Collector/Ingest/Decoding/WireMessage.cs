using System.Diagnostics.CodeAnalysis;
using EdgeProbe.Contract;
using Google.Protobuf;

namespace EdgeProbe.Collector.Ingest.Decoding;

/// <summary>The way of every message: its structure is checked first, then the generated decoder may allocate for it.</summary>
internal static class WireMessage
{
    /// <summary>Reads a message that is never deflated: all but batches.</summary>
    public static bool TryParseSmall<T>(
        ReadOnlySpan<byte> payload, MessageShape shape, MessageParser<T> parser, [NotNullWhen(true)] out T? wire, out DecodeFailure failure)
        where T : class, IMessage<T>
    {
        wire = null;
        failure = payload.IsEmpty ? DecodeFailure.Empty
            : payload.Length > ContractLimits.MaxPayloadBytes ? DecodeFailure.TooLarge
            : payload[0] is (byte)'{' or (byte)'[' ? DecodeFailure.Json
            : DecodeFailure.None;
        return failure == DecodeFailure.None && TryParse(payload, shape, parser, out wire, out _, out failure);
    }

    public static bool TryParse<T>(
        ReadOnlySpan<byte> plain,
        MessageShape shape,
        MessageParser<T> parser,
        [NotNullWhen(true)] out T? wire,
        out int unknownFields,
        out DecodeFailure failure)
        where T : class, IMessage<T>
    {
        wire = null;
        unknownFields = 0;
        failure = WireScan.Check(plain, shape, ref unknownFields);
        if (failure != DecodeFailure.None) return false;
        try
        {
            wire = parser.ParseFrom(plain);
            return true;
        }
        catch (InvalidProtocolBufferException)
        {
            failure = DecodeFailure.Undecodable;
            return false;
        }
    }
}
