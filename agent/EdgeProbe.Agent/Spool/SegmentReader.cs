using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace EdgeProbe.Agent.Spool;

/// <summary>Reads segments back. Bytes that do not check end a segment; nothing that was not written is ever returned.</summary>
internal static class SegmentReader
{
    /// <summary>False when the header is not ours, or of a newer version.</summary>
    public static bool TryReadHeader(string path, out ulong storeEpoch)
    {
        storeEpoch = 0;
        using var file = File.OpenHandle(path);
        Span<byte> header = stackalloc byte[SegmentFile.HeaderLength];
        if (!TryFill(file, header, 0)) return false;
        if (!header.StartsWith(SegmentFile.Magic) || header[7] != SegmentFile.Version) return false;
        storeEpoch = BinaryPrimitives.ReadUInt64LittleEndian(header[8..]);
        return true;
    }

    /// <summary>Every whole frame in order, and where the first bytes lie that do not check; null when all do.</summary>
    public static (IReadOnlyList<SpoolFrame> Frames, long? DamagedAt) ReadAll(SegmentFile segment)
    {
        using var file = File.OpenHandle(segment.Path);
        var length = RandomAccess.GetLength(file);
        var frames = new List<SpoolFrame>();
        var buffer = new byte[SegmentFile.HeadLength + FrameMaker.MaxBytes];
        // Ends: every round moves on by at least a head, or leaves.
        for (long offset = SegmentFile.HeaderLength; offset < length;)
        {
            if (!TryReadFrame(file, segment, offset, buffer, out var frame)) return (frames, offset);
            frames.Add(frame);
            offset += frame.Place!.Length;
        }

        return (frames, null);
    }

    /// <summary>The payload of one frame; null when it does not check any more.</summary>
    public static byte[]? ReadPayload(FramePlace place)
    {
        using var file = File.OpenHandle(place.Segment.Path);
        var buffer = new byte[place.Length];
        return TryReadFrame(file, place.Segment, place.Offset, buffer, out _) ? buffer[SegmentFile.HeadLength..] : null;
    }

    private static bool TryReadFrame(SafeFileHandle file, SegmentFile segment, long offset, byte[] buffer, out SpoolFrame frame)
    {
        frame = null!;
        var head = buffer.AsSpan(0, SegmentFile.HeadLength);
        if (!TryFill(file, head, offset)) return false;
        var length = BinaryPrimitives.ReadUInt32LittleEndian(head);
        if (length == 0 || length > buffer.Length - SegmentFile.HeadLength) return false;
        var payload = buffer.AsSpan(SegmentFile.HeadLength, (int)length);
        if (!TryFill(file, payload, offset + SegmentFile.HeadLength)) return false;
        if (BinaryPrimitives.ReadUInt32LittleEndian(head[4..]) != SegmentFile.Checksum(segment.StoreEpoch, head, payload)) return false;
        frame = new SpoolFrame
        {
            FirstSequence = BinaryPrimitives.ReadUInt64LittleEndian(head[8..]),
            Count = BinaryPrimitives.ReadUInt32LittleEndian(head[16..]),
            ConfigRevision = BinaryPrimitives.ReadUInt32LittleEndian(head[20..]),
            DroppedBefore = BinaryPrimitives.ReadUInt64LittleEndian(head[24..]),
            Place = new FramePlace(segment, offset, SegmentFile.HeadLength + (int)length),
        };
        return true;
    }

    private static bool TryFill(SafeFileHandle file, Span<byte> into, long offset)
    {
        // Ends: the span is full, or the file is.
        while (!into.IsEmpty)
        {
            var read = RandomAccess.Read(file, into, offset);
            if (read == 0) return false;
            into = into[read..];
            offset += read;
        }

        return true;
    }
}
