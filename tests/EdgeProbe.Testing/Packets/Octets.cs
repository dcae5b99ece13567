using System.Buffers.Binary;
using System.Net;

namespace EdgeProbe.Testing.Packets;

/// <summary>Bytes put one behind the other, in network order unless the maker was told otherwise.</summary>
public sealed class Octets(bool littleEndian = false)
{
    private readonly List<byte> _bytes = [];

    public int Length => _bytes.Count;

    public static implicit operator byte[](Octets octets) => octets.ToArray();

    public Octets U8(params ReadOnlySpan<int> values)
    {
        foreach (var value in values) _bytes.Add((byte)value);
        return this;
    }

    public Octets U16(params ReadOnlySpan<int> values)
    {
        Span<byte> to = stackalloc byte[2];
        foreach (var value in values)
        {
            if (littleEndian) BinaryPrimitives.WriteUInt16LittleEndian(to, (ushort)value);
            else BinaryPrimitives.WriteUInt16BigEndian(to, (ushort)value);
            _bytes.AddRange(to);
        }

        return this;
    }

    public Octets U32(params ReadOnlySpan<long> values)
    {
        Span<byte> to = stackalloc byte[4];
        foreach (var value in values)
        {
            if (littleEndian) BinaryPrimitives.WriteUInt32LittleEndian(to, (uint)value);
            else BinaryPrimitives.WriteUInt32BigEndian(to, (uint)value);
            _bytes.AddRange(to);
        }

        return this;
    }

    public Octets Bytes(params ReadOnlySpan<byte> bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    public Octets Address(IPAddress address) => Bytes(address.GetAddressBytes());

    /// <summary>The same octet so many times.</summary>
    public Octets Fill(int count, byte octet = 0)
    {
        for (var i = 0; i < count; i++) _bytes.Add(octet);
        return this;
    }

    public Octets PadTo(int multiple, byte octet = 0) => Fill((multiple - _bytes.Count % multiple) % multiple, octet);

    public byte[] ToArray() => [.. _bytes];
}
