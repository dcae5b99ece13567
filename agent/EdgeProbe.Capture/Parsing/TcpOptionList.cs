using System.Buffers.Binary;
using EdgeProbe.Capture.Observations;

namespace EdgeProbe.Capture.Parsing;

/// <summary>TCP options (RFC 9293 section 3.1): timestamps and window scale (RFC 7323), SACK (RFC 2018).</summary>
internal static class TcpOptionList
{
    private const byte EndOfList = 0;
    private const byte NoOperation = 1;
    private const byte WindowScaleKind = 3;
    private const byte SackPermittedKind = 4;
    private const byte SackKind = 5;
    private const byte TimestampsKind = 8;

    // Two NOPs, kind 8, length 10: how all common stacks write timestamps on segments that have no other option (RFC 7323 appendix A).
    private const uint OnlyTimestamps = 0x0101080a;
    private const int OnlyTimestampsBytes = 12;

    // A larger shift is used as if it were this (RFC 7323 section 2.3).
    private const byte LargestShift = 14;

    /// <summary>
    /// Reads the options that are whole. False when one is not: its length is below two, runs past the end, or is not what its kind has.
    /// Each step goes at least one byte forward.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> options, ref TcpFacts facts)
    {
        if (options.Length == OnlyTimestampsBytes && BinaryPrimitives.ReadUInt32BigEndian(options) == OnlyTimestamps)
        {
            ReadTimestamps(options[4..], ref facts);
            return true;
        }

        while (!options.IsEmpty)
        {
            var kind = options[0];
            if (kind == EndOfList) return true;
            if (kind == NoOperation)
            {
                options = options[1..];
                continue;
            }

            if (options.Length < 2 || options[1] < 2 || options[1] > options.Length) return false;
            if (!TryRead(kind, options[2..options[1]], ref facts)) return false;
            options = options[options[1]..];
        }

        return true;
    }

    private static bool TryRead(byte kind, ReadOnlySpan<byte> value, ref TcpFacts facts)
    {
        switch (kind)
        {
            case TimestampsKind when value.Length == 8:
                ReadTimestamps(value, ref facts);
                return true;
            case SackKind when value.Length >= 8 && value.Length % 8 == 0:
                ReadSack(value, ref facts);
                return true;
            case WindowScaleKind when value.Length == 1:
                facts.WindowScale = Math.Min(value[0], LargestShift);
                facts.Options |= TcpOptions.WindowScale;
                return true;
            case SackPermittedKind when value.IsEmpty:
                facts.Options |= TcpOptions.SackPermitted;
                return true;
            default:
                return kind is not (TimestampsKind or SackKind or WindowScaleKind or SackPermittedKind);
        }
    }

    private static void ReadTimestamps(ReadOnlySpan<byte> value, ref TcpFacts facts)
    {
        facts.TimestampValue = BinaryPrimitives.ReadUInt32BigEndian(value);
        facts.TimestampEcho = BinaryPrimitives.ReadUInt32BigEndian(value[4..]);
        facts.Options |= TcpOptions.Timestamps;
    }

    private static void ReadSack(ReadOnlySpan<byte> blocks, ref TcpFacts facts)
    {
        facts.SackLeft = BinaryPrimitives.ReadUInt32BigEndian(blocks);
        facts.SackRight = BinaryPrimitives.ReadUInt32BigEndian(blocks[4..]);
        facts.Options |= TcpOptions.Sack;
        if (blocks.Length < 16) return;
        facts.SecondSackLeft = BinaryPrimitives.ReadUInt32BigEndian(blocks[8..]);
        facts.SecondSackRight = BinaryPrimitives.ReadUInt32BigEndian(blocks[12..]);
    }
}
