using System.Buffers.Binary;

namespace EdgeProbe.Contract;

/// <summary>
/// Walks over the fields of a protobuf message without allocating and without believing it: every length is checked against what is
/// there. A read that fails consumes nothing and says why in <see cref="Fault"/>.
/// </summary>
public ref struct ProtoReader(ReadOnlySpan<byte> bytes)
{
    // The largest field number is 2^29 - 1, so a tag has 32 bits at most.
    private const int LongestVarint = 10;
    private ReadOnlySpan<byte> _rest = bytes;

    public WireFault Fault { get; private set; }

    public readonly bool AtEnd => _rest.IsEmpty;

    public bool TryReadTag(out int field, out WireType type)
    {
        field = 0;
        type = default;
        var before = _rest;
        if (!TryReadVarint(out var tag)) return false;
        var fault = tag > uint.MaxValue || tag >> 3 == 0 ? WireFault.FieldNumber : IsKnown((byte)(tag & 7)) ? WireFault.None : WireFault.GroupWireType;
        if (fault != WireFault.None) return Fail(fault, before);
        field = (int)(tag >> 3);
        type = (WireType)(tag & 7);
        return true;
    }

    public bool TryReadVarint(out ulong value)
    {
        value = 0;
        for (var i = 0; i < LongestVarint; i++)
        {
            if (i == _rest.Length) return Fail(WireFault.Truncated, _rest);
            var next = _rest[i];
            // The tenth byte holds the 64th bit alone.
            if (i == LongestVarint - 1 && next > 1) break;
            value |= (ulong)(next & 0x7F) << (7 * i);
            if (next >= 0x80) continue;
            _rest = _rest[(i + 1)..];
            return true;
        }

        return Fail(WireFault.VarintTooLong, _rest);
    }

    public bool TryReadFixed64(out ulong value)
    {
        if (!BinaryPrimitives.TryReadUInt64LittleEndian(_rest, out value)) return Fail(WireFault.Truncated, _rest);
        _rest = _rest[sizeof(ulong)..];
        return true;
    }

    /// <summary>A field of bytes, a message or packed numbers: a view of the memory that is being read.</summary>
    public bool TryReadBytes(out ReadOnlySpan<byte> bytes)
    {
        bytes = default;
        var before = _rest;
        if (!TryReadVarint(out var length)) return false;
        if (length > (ulong)_rest.Length) return Fail(WireFault.LengthTooLong, before);
        bytes = _rest[..(int)length];
        _rest = _rest[(int)length..];
        return true;
    }

    public bool TrySkip(WireType type) => type switch
    {
        WireType.Varint => TryReadVarint(out _),
        WireType.Bytes => TryReadBytes(out _),
        WireType.Fixed64 => TrySkip(sizeof(ulong)),
        _ => TrySkip(sizeof(uint)),
    };

    /// <summary>What a <c>sint32</c> means.</summary>
    public static int UnZigZag(uint value) => (int)(value >> 1) ^ -(int)(value & 1);

    private bool TrySkip(int count)
    {
        if (_rest.Length < count) return Fail(WireFault.Truncated, _rest);
        _rest = _rest[count..];
        return true;
    }

    private bool Fail(WireFault fault, ReadOnlySpan<byte> before)
    {
        Fault = fault;
        _rest = before;
        return false;
    }

    private static bool IsKnown(byte type) => type is 0 or 1 or 2 or 5;
}
