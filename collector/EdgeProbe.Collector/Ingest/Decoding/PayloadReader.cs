using System.Buffers;
using EdgeProbe.Contract;

namespace EdgeProbe.Collector.Ingest.Decoding;

/// <summary>
/// Opens a payload: checks its size and content type and inflates it within the limits. Gives back the memory on dispose.
/// </summary>
internal readonly ref struct PayloadReader : IDisposable
{
    // store_epoch is written first, so every plain batch begins with its tag; no deflated one does (it would begin a stored block of
    // raw DEFLATE, which an encoder that keeps the smaller form never publishes).
    private const byte FirstTagOfABatch = 0x09;

    private readonly byte[]? _rented;

    private PayloadReader(ReadOnlySpan<byte> plain, byte[]? rented)
    {
        Plain = plain;
        _rented = rented;
    }

    /// <summary>The message in plain protobuf; gone after dispose.</summary>
    public ReadOnlySpan<byte> Plain { get; }

    public static bool TryOpen(ReadOnlyMemory<byte> payload, string? contentType, out PayloadReader opened, out DecodeFailure failure)
    {
        opened = default;
        failure = payload.Length == 0 ? DecodeFailure.Empty
            : payload.Length > ContractLimits.MaxPayloadBytes ? DecodeFailure.TooLarge
            : DecodeFailure.None;
        if (failure != DecodeFailure.None) return false;
        switch (contentType ?? Guess(payload.Span[0]))
        {
            case ContentTypes.Protobuf:
                opened = new PayloadReader(payload.Span, null);
                return true;
            case ContentTypes.DeflatedProtobuf:
                return TryInflate(payload, out opened, out failure);
            default:
                failure = LooksLikeJson(payload.Span[0]) ? DecodeFailure.Json : DecodeFailure.UnknownContentType;
                return false;
        }
    }

    public void Dispose()
    {
        if (_rented is not null) ArrayPool<byte>.Shared.Return(_rented);
    }

    private static bool TryInflate(ReadOnlyMemory<byte> payload, out PayloadReader opened, out DecodeFailure failure)
    {
        opened = default;
        var most = Math.Min(ContractLimits.MaxInflatedBytes, payload.Length * ContractLimits.MaxInflation);
        var rented = ArrayPool<byte>.Shared.Rent(most);
        if (BoundedInflater.TryInflate(payload, rented.AsSpan(0, most), out var length, out failure))
        {
            opened = new PayloadReader(rented.AsSpan(0, length), rented);
            return true;
        }

        ArrayPool<byte>.Shared.Return(rented);
        return false;
    }

    // MQTT 3.1.1 has no content types.
    private static string Guess(byte first) =>
        first == FirstTagOfABatch ? ContentTypes.Protobuf : LooksLikeJson(first) ? "" : ContentTypes.DeflatedProtobuf;

    private static bool LooksLikeJson(byte first) => first is (byte)'{' or (byte)'[';
}
