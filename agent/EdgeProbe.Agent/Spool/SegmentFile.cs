using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace EdgeProbe.Agent.Spool;

/// <summary>
/// One file of frames, only ever appended to: a 16-byte header, then frames of a 32-byte head and the encoded batch, each guarded by a
/// CRC32C that is salted with the epoch. README.md of this room draws it. Not thread-safe.
/// </summary>
internal sealed class SegmentFile(string path, ulong storeEpoch) : IDisposable
{
    public const int HeaderLength = 16;
    public const int HeadLength = 32;
    public const byte Version = 1;
    private FileStream? _file;

    public static ReadOnlySpan<byte> Magic => "EPSPOOL"u8;

    public string Path => path;

    public ulong StoreEpoch => storeEpoch;

    /// <summary>Bytes on disk.</summary>
    public long Bytes { get; set; }

    /// <summary>Frames in it that are still wanted; under the queue's lock.</summary>
    public int Live { get; set; }

    /// <exception cref="IOException">The disk would not.</exception>
    public FramePlace Append(SpoolFrame frame, ReadOnlySpan<byte> payload)
    {
        _file ??= Create();
        Span<byte> head = stackalloc byte[HeadLength];
        BinaryPrimitives.WriteUInt32LittleEndian(head, (uint)payload.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(head[8..], frame.FirstSequence);
        BinaryPrimitives.WriteUInt32LittleEndian(head[16..], frame.Count);
        BinaryPrimitives.WriteUInt32LittleEndian(head[20..], frame.ConfigRevision);
        BinaryPrimitives.WriteUInt64LittleEndian(head[24..], frame.DroppedBefore);
        BinaryPrimitives.WriteUInt32LittleEndian(head[4..], Checksum(storeEpoch, head, payload));
        var place = new FramePlace(this, Bytes, HeadLength + payload.Length);
        _file.Write(head);
        _file.Write(payload);
        Bytes += place.Length;
        return place;
    }

    /// <summary>Returns when what was appended is on the medium.</summary>
    public void Flush() => _file?.Flush(flushToDisk: true);

    /// <summary>CRC32C (Castagnoli) over the epoch, the head without its own checksum, and the payload.</summary>
    public static uint Checksum(ulong storeEpoch, ReadOnlySpan<byte> head, ReadOnlySpan<byte> payload)
    {
        var crc = BitOperations.Crc32C(~0u, storeEpoch);
        crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt32LittleEndian(head));
        foreach (var word in MemoryMarshal.Cast<byte, ulong>(head[8..])) crc = BitOperations.Crc32C(crc, word);
        var words = MemoryMarshal.Cast<byte, ulong>(payload);
        foreach (var word in words) crc = BitOperations.Crc32C(crc, word);
        foreach (var single in payload[(words.Length * sizeof(ulong))..]) crc = BitOperations.Crc32C(crc, single);
        return ~crc;
    }

    public void Dispose() => _file?.Dispose();

    private FileStream Create()
    {
        var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, 4096);
        Span<byte> header = stackalloc byte[HeaderLength];
        Magic.CopyTo(header);
        header[7] = Version;
        BinaryPrimitives.WriteUInt64LittleEndian(header[8..], storeEpoch);
        file.Write(header);
        Bytes = HeaderLength;
        return file;
    }
}
