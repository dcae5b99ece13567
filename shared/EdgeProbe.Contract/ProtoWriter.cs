using System.Buffers.Binary;
using System.Text;

namespace EdgeProbe.Contract;

/// <summary>
/// Writes protobuf fields into memory that the caller has made large enough (a message has a known bound). Fields at their default are
/// left out, as proto3 says; the <c>Present</c> forms write them, for fields that are <c>optional</c>.
/// </summary>
/// <exception cref="IndexOutOfRangeException">The memory is too small.</exception>
public ref struct ProtoWriter(Span<byte> into)
{
    private readonly Span<byte> _into = into;

    /// <summary>Bytes written so far.</summary>
    public int Position { get; private set; }

    public void Number(int field, ulong value)
    {
        if (value != 0) Present(field, value);
    }

    public void Present(int field, ulong value)
    {
        Tag(field, WireType.Varint);
        Varint(value);
    }

    public void Present(int field, uint? value)
    {
        if (value is { } there) Present(field, (ulong)there);
    }

    /// <summary>A <c>sint32</c>: small negative numbers are short too.</summary>
    public void PresentSigned(int field, int? value)
    {
        if (value is { } there) Present(field, (ulong)ZigZag(there));
    }

    public void Fixed64(int field, ulong value)
    {
        if (value != 0) PresentFixed64(field, value);
    }

    public void PresentFixed64(int field, ulong value)
    {
        Tag(field, WireType.Fixed64);
        BinaryPrimitives.WriteUInt64LittleEndian(_into[Position..], value);
        Position += sizeof(ulong);
    }

    public void Text(int field, string value)
    {
        if (value.Length == 0) return;
        var start = Begin(field);
        Position += Encoding.UTF8.GetBytes(value, _into[Position..]);
        End(start);
    }

    /// <summary>
    /// Begins a field of bytes, a message inside this one or packed numbers; give what it returns to <see cref="End"/>. One byte is kept
    /// for the length, since almost all are under 128 bytes.
    /// </summary>
    public int Begin(int field)
    {
        Tag(field, WireType.Bytes);
        return ++Position;
    }

    public void End(int start)
    {
        var length = Position - start;
        var more = LengthOf((uint)length) - 1;
        if (more > 0) _into[start..Position].CopyTo(_into[(start + more)..]);
        Position = start - 1;
        Varint((uint)length);
        Position += length;
    }

    public void Varint(ulong value)
    {
        while (value >= 0x80)
        {
            _into[Position++] = (byte)(value | 0x80);
            value >>= 7;
        }

        _into[Position++] = (byte)value;
    }

    /// <summary>One byte of a field that was begun.</summary>
    public void Byte(byte value) => _into[Position++] = value;

    public void SignedVarint(int value) => Varint(ZigZag(value));

    private void Tag(int field, WireType type) => Varint(((uint)field << 3) | (byte)type);

    private static uint ZigZag(int value) => (uint)((value << 1) ^ (value >> 31));

    private static int LengthOf(uint value) => value < 1 << 7 ? 1 : value < 1 << 14 ? 2 : value < 1 << 21 ? 3 : value < 1 << 28 ? 4 : 5;
}
