namespace EdgeProbe.Contract;

/// <summary>The ack in bytes, both ways: the collector writes it, the agent reads it. See <c>message Ack</c> of sample.proto.</summary>
public static class AckCodec
{
    // Tag, length, and two tagged numbers of ten bytes each.
    private const int LongestRange = 24;

    /// <exception cref="ArgumentException">More ranges than <see cref="ContractLimits.MaxAckRanges"/>.</exception>
    public static byte[] Encode(Ack ack)
    {
        if (ack.Ranges.Count > ContractLimits.MaxAckRanges)
            throw new ArgumentException($"An ack holds {ack.Ranges.Count} ranges; it may hold {ContractLimits.MaxAckRanges}.", nameof(ack));
        var bytes = new byte[32 + ack.Ranges.Count * LongestRange];
        var writer = new ProtoWriter(bytes);
        writer.Fixed64(1, ack.StoreEpoch);
        writer.Number(2, ack.UpTo);
        for (var i = 0; i < ack.Ranges.Count; i++)
        {
            var start = writer.Begin(3);
            writer.Number(1, ack.Ranges[i].From);
            writer.Number(2, ack.Ranges[i].To);
            writer.End(start);
        }

        return bytes[..writer.Position];
    }

    /// <summary>False when the bytes are no ack, or one whose ranges are not ascending above <see cref="Ack.UpTo"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out Ack? ack)
    {
        ack = null;
        if (bytes.Length > ContractLimits.MaxPayloadBytes) return false;
        var (epoch, upTo, ranges) = (0UL, 0UL, new List<SequenceRange>());
        var reader = new ProtoReader(bytes);
        while (!reader.AtEnd)
        {
            if (!reader.TryReadTag(out var field, out var type)) return false;
            var read = (field, type) switch
            {
                (1, WireType.Fixed64) => reader.TryReadFixed64(out epoch),
                (2, WireType.Varint) => reader.TryReadVarint(out upTo),
                (3, WireType.Bytes) => ranges.Count < ContractLimits.MaxAckRanges && TryAddRange(ref reader, ranges),
                (1 or 2 or 3, _) => false,
                _ => reader.TrySkip(type),
            };
            if (!read) return false;
        }

        if (epoch == 0 || !AreAscending(upTo, ranges)) return false;
        ack = new Ack { StoreEpoch = epoch, UpTo = upTo, Ranges = ranges };
        return true;
    }

    private static bool TryAddRange(ref ProtoReader outer, List<SequenceRange> ranges)
    {
        if (!outer.TryReadBytes(out var bytes)) return false;
        var (from, to) = (0UL, 0UL);
        var reader = new ProtoReader(bytes);
        while (!reader.AtEnd)
        {
            if (!reader.TryReadTag(out var field, out var type)) return false;
            var read = (field, type) switch
            {
                (1, WireType.Varint) => reader.TryReadVarint(out from),
                (2, WireType.Varint) => reader.TryReadVarint(out to),
                (1 or 2, _) => false,
                _ => reader.TrySkip(type),
            };
            if (!read) return false;
        }

        ranges.Add(new SequenceRange(from, to));
        return true;
    }

    private static bool AreAscending(ulong upTo, List<SequenceRange> ranges)
    {
        var reached = upTo;
        foreach (var range in ranges)
        {
            if (range.From < reached || range.To <= range.From) return false;
            reached = range.To;
        }

        return true;
    }
}
