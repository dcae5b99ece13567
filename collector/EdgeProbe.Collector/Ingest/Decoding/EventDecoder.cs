using System.Diagnostics.CodeAnalysis;
using EdgeProbe.Contract;
using Google.Protobuf;
using Wire = EdgeProbe.Contract.V1;

namespace EdgeProbe.Collector.Ingest.Decoding;

/// <summary>Reads what probes publish on <c>.../e</c>.</summary>
internal static class EventDecoder
{
    private static readonly MessageParser<Wire.Event> Parser = Wire.Event.Parser.WithDiscardUnknownFields(true);
    private static readonly ulong LastMillisecond = (ulong)DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    public static bool TryDecode(ReadOnlySpan<byte> payload, [NotNullWhen(true)] out ProbeEvent? happened, out DecodeFailure failure)
    {
        happened = null;
        if (!WireMessage.TryParseSmall(payload, MessageShape.Event, Parser, out var wire, out failure)) return false;
        failure = wire.StoreEpoch == 0 ? DecodeFailure.NoEpoch
            : wire.Name.Length == 0 ? DecodeFailure.MissingName
            : wire.TimeMs > LastMillisecond ? DecodeFailure.ValueTooLarge
            : DecodeFailure.None;
        if (failure != DecodeFailure.None) return false;
        happened = new ProbeEvent
        {
            StoreEpoch = wire.StoreEpoch,
            Session = wire.Session,
            Time = DateTimeOffset.FromUnixTimeMilliseconds((long)wire.TimeMs),
            Name = wire.Name,
            Subject = wire.Subject,
            Text = wire.Text,
        };
        return true;
    }
}
