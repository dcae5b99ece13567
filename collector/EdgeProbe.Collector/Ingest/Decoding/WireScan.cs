using System.Text.Unicode;
using EdgeProbe.Contract;

namespace EdgeProbe.Collector.Ingest.Decoding;

/// <summary>
/// Walks over a message before anything is allocated for it, and refuses what breaks a limit or the wire's own rules. What lies inside
/// an unknown field is passed over unread, so nothing recurses deeper than sample.proto does (three levels).
/// </summary>
internal static class WireScan
{
    /// <summary>None when the message may be decoded; <paramref name="unknownFields"/> grows by the fields that no shape names.</summary>
    public static DecodeFailure Check(ReadOnlySpan<byte> message, MessageShape shape, ref int unknownFields)
    {
        // How many values each field has had.
        Span<int> seen = stackalloc int[shape.Count];
        seen.Clear();
        var reader = new ProtoReader(message);
        while (!reader.AtEnd)
        {
            if (!reader.TryReadTag(out var number, out var type)) return FailureOf(reader.Fault);
            var place = shape.PlaceOf(number);
            var failure = place < 0 ? Skip(ref reader, type, ref unknownFields) : Check(ref reader, type, shape[place], ref seen[place], ref unknownFields);
            if (failure != DecodeFailure.None) return failure;
        }

        return DecodeFailure.None;
    }

    private static DecodeFailure Skip(ref ProtoReader reader, WireType type, ref int unknownFields)
    {
        unknownFields++;
        return reader.TrySkip(type) ? DecodeFailure.None : FailureOf(reader.Fault);
    }

    private static DecodeFailure Check(ref ProtoReader reader, WireType type, FieldShape field, ref int seen, ref int unknownFields) =>
        (field.Form, type) switch
        {
            (FieldForm.Number32, WireType.Varint) => CheckNumber(ref reader, field.Form),
            (FieldForm.Packed32 or FieldForm.Packed64, WireType.Varint) =>
                ++seen > field.Limit ? DecodeFailure.TooManyValues : CheckNumber(ref reader, field.Form),
            (FieldForm.Number64, WireType.Varint) or (FieldForm.Fixed64, WireType.Fixed64) =>
                reader.TrySkip(type) ? DecodeFailure.None : FailureOf(reader.Fault),
            (FieldForm.Packed32 or FieldForm.Packed64 or FieldForm.Text or FieldForm.Message, WireType.Bytes) => CheckBytes(ref reader, field, ref seen, ref unknownFields),
            _ => DecodeFailure.WireTypeMismatch,
        };

    private static DecodeFailure CheckBytes(ref ProtoReader reader, FieldShape field, ref int seen, ref int unknownFields)
    {
        if (!reader.TryReadBytes(out var bytes)) return FailureOf(reader.Fault);
        if (field.Form is FieldForm.Packed32 or FieldForm.Packed64) return CheckPacked(bytes, field, ref seen);
        if (field.Form == FieldForm.Text) return CheckText(bytes, field.Limit);
        return ++seen > field.Limit ? DecodeFailure.TooManyValues : Check(bytes, field.Inside!, ref unknownFields);
    }

    private static DecodeFailure CheckText(ReadOnlySpan<byte> bytes, int limit) =>
        bytes.Length > limit ? DecodeFailure.TooManyValues : Utf8.IsValid(bytes) ? DecodeFailure.None : DecodeFailure.InvalidText;

    private static DecodeFailure CheckPacked(ReadOnlySpan<byte> bytes, FieldShape field, ref int seen)
    {
        var reader = new ProtoReader(bytes);
        while (!reader.AtEnd)
        {
            if (++seen > field.Limit) return DecodeFailure.TooManyValues;
            var failure = CheckNumber(ref reader, field.Form);
            if (failure != DecodeFailure.None) return failure;
        }

        return DecodeFailure.None;
    }

    // In a field of 32 bits a longer number would be cut by the generated decoder, without a word.
    private static DecodeFailure CheckNumber(ref ProtoReader reader, FieldForm form)
    {
        if (!reader.TryReadVarint(out var value)) return FailureOf(reader.Fault);
        return value > uint.MaxValue && form != FieldForm.Packed64 ? DecodeFailure.ValueTooLarge : DecodeFailure.None;
    }

    private static DecodeFailure FailureOf(WireFault fault) => fault switch
    {
        WireFault.Truncated => DecodeFailure.Truncated,
        WireFault.LengthTooLong => DecodeFailure.LengthBeyondEnd,
        WireFault.VarintTooLong => DecodeFailure.VarintTooLong,
        WireFault.FieldNumber => DecodeFailure.FieldNumber,
        _ => DecodeFailure.GroupWireType,
    };
}
