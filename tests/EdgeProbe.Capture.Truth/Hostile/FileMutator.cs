using System.Buffers.Binary;

namespace EdgeProbe.Capture.Truth.Hostile;

/// <summary>
/// Breaks a capture file where a reader believes it: magic numbers and byte order, link type, snap length, lengths and times of records and
/// blocks, options, interface numbers; cuts it anywhere; and flips bits of what it holds.
/// </summary>
internal sealed class FileMutator(Random chance)
{
    private const int ClassicHeader = 24, ClassicRecord = 16;
    private const int MostMutations = 6;

    private static readonly uint[] Magics = [0xa1b2c3d4, 0xd4c3b2a1, 0xa1b23c4d, 0x4d3cb2a1, 0xa1b2cd34, 0x0a0d0d0a, 0x1a2b3c4d, 0x4d3c2b1a, 0];
    private static readonly uint[] LinkTypes = [0, 1, 9, 12, 14, 50, 51, 101, 108, 109, 113, 119, 127, 192, 228, 229, 276, 0xffff, 0xf0000001];
    private static readonly uint[] Lengths = [0, 1, 3, 4, 11, 12, 13, 28, 0x7fff, 0xffff, 0x10000, 0x40000, 0x40001, 0x7fffffff, 0x80000000, 0xfffffffc, 0xffffffff];

    public byte[] Mutate(ReadOnlySpan<byte> file)
    {
        var bytes = file.ToArray();
        for (var i = chance.Next(1, MostMutations + 1); i > 0; i--) bytes = Once(bytes);
        return bytes;
    }

    private byte[] Once(byte[] bytes)
    {
        if (bytes.Length < 8) return bytes;
        switch (chance.Next(0, 8))
        {
            case 0:
                Put(bytes, 0, Magics[chance.Next(0, Magics.Length)]);
                break;
            case 1:
                Put(bytes, 20, LinkTypes[chance.Next(0, LinkTypes.Length)]);
                break;
            case 2:
                Put(bytes, 4 * chance.Next(0, 8), Lengths[chance.Next(0, Lengths.Length)]);
                break;
            case 3 or 4:
                InARecord(bytes);
                break;
            case 5:
                return bytes[..chance.Next(0, bytes.Length)];
            case 6:
                return Doubled(bytes);
            default:
                for (var i = 0; i < 1 + bytes.Length / 2000; i++) bytes[chance.Next(0, bytes.Length)] ^= (byte)(1 << chance.Next(0, 8));
                break;
        }

        return bytes;
    }

    // Walks the records, or the blocks, as a reader would, and lies in one of them.
    private void InARecord(byte[] bytes)
    {
        var starts = BinaryPrimitives.ReadUInt32BigEndian(bytes) == 0x0a0d0d0a ? Blocks(bytes) : Records(bytes);
        if (starts.Count == 0) return;
        var start = starts[chance.Next(0, starts.Count)];
        Put(bytes, start + 4 * chance.Next(0, 8), chance.Next(0, 3) == 0 ? (uint)chance.NextInt64(0, 1L << 32) : Lengths[chance.Next(0, Lengths.Length)]);
    }

    private static List<int> Records(byte[] bytes)
    {
        var starts = new List<int>();
        for (var at = ClassicHeader; at + ClassicRecord <= bytes.Length;)
        {
            starts.Add(at);
            var length = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at + 8));
            if (length > bytes.Length) break;
            at += ClassicRecord + (int)length;
        }

        return starts;
    }

    private static List<int> Blocks(byte[] bytes)
    {
        var starts = new List<int>();
        for (var at = 0; at + 12 <= bytes.Length;)
        {
            starts.Add(at);
            var length = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at + 4));
            if (length < 12 || length > bytes.Length) break;
            at += (int)length;
        }

        return starts;
    }

    // A part of the file once more, in the middle of it.
    private byte[] Doubled(byte[] bytes)
    {
        var from = chance.Next(0, bytes.Length);
        var part = bytes.AsSpan(from, Math.Min(chance.Next(1, 512), bytes.Length - from));
        var at = chance.Next(0, bytes.Length);
        return [.. bytes.AsSpan(0, at), .. part, .. bytes.AsSpan(at)];
    }

    private void Put(byte[] bytes, int at, uint value)
    {
        if (at + 4 > bytes.Length) return;
        if (chance.Next(0, 2) == 0) BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at), value);
        else BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(at), value);
    }
}
