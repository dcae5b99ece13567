using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace EdgeProbe.Sockets;

/// <summary>
/// An address and port as the kernel writes them (sockaddr_in, sockaddr_in6). A value: comparing and copying allocate nothing.
/// </summary>
public struct NativeAddress : IEquatable<NativeAddress>
{
    internal const int Capacity = 28;
    private Storage _bytes;

    public static NativeAddress From(IPAddress address, int port)
    {
        var native = default(NativeAddress);
        Span<byte> bytes = native._bytes;
        var isV6 = address.AddressFamily == AddressFamily.InterNetworkV6;
        MemoryMarshal.Write(bytes, (ushort)(isV6 ? Linux.InterNetworkV6 : Linux.InterNetwork));
        BinaryPrimitives.WriteUInt16BigEndian(bytes[2..], (ushort)port);
        address.TryWriteBytes(isV6 ? bytes[8..] : bytes[4..], out _);
        if (isV6) MemoryMarshal.Write(bytes[24..], (uint)address.ScopeId);
        return native;
    }

    /// <summary>An address of 4 or 16 bytes in network order, port 0.</summary>
    internal static NativeAddress FromBytes(ReadOnlySpan<byte> address)
    {
        var native = default(NativeAddress);
        Span<byte> bytes = native._bytes;
        var isV6 = address.Length == 16;
        MemoryMarshal.Write(bytes, (ushort)(isV6 ? Linux.InterNetworkV6 : Linux.InterNetwork));
        address.CopyTo(bytes[(isV6 ? 8 : 4)..]);
        return native;
    }

    /// <summary>Reads what the kernel put behind a message: an address of either family at the start of the bytes, else all zero.</summary>
    internal static NativeAddress From(ReadOnlySpan<byte> bytes)
    {
        var native = default(NativeAddress);
        bytes[..Math.Min(bytes.Length, Capacity)].CopyTo(native._bytes);
        return native;
    }

    public readonly bool IsV6 => MemoryMarshal.Read<ushort>(_bytes) == Linux.InterNetworkV6;

    /// <summary>False for the zero value: the kernel named nobody.</summary>
    public readonly bool IsKnown => MemoryMarshal.Read<ushort>(_bytes) is Linux.InterNetworkV6 or Linux.InterNetwork;

    public readonly int Port => BinaryPrimitives.ReadUInt16BigEndian(((ReadOnlySpan<byte>)_bytes)[2..]);

    internal readonly uint Length => IsV6 ? 28u : 16u;

    /// <summary>The 4 or 16 bytes of the address in network order; borrowed.</summary>
    [UnscopedRef]
    public readonly ReadOnlySpan<byte> AddressBytes => ((ReadOnlySpan<byte>)_bytes).Slice(IsV6 ? 8 : 4, IsV6 ? 16 : 4);

    public readonly bool HasSameAddress(in NativeAddress other) => IsV6 == other.IsV6 && AddressBytes.SequenceEqual(other.AddressBytes);

    public readonly NativeAddress WithPort(int port)
    {
        var copy = this;
        BinaryPrimitives.WriteUInt16BigEndian(((Span<byte>)copy._bytes)[2..], (ushort)port);
        return copy;
    }

    public readonly IPAddress ToAddress() => IsV6
        ? new IPAddress(AddressBytes, MemoryMarshal.Read<uint>(((ReadOnlySpan<byte>)_bytes)[24..]))
        : new IPAddress(AddressBytes);

    public readonly bool Equals(NativeAddress other) => HasSameAddress(other) && Port == other.Port;

    public override readonly bool Equals(object? obj) => obj is NativeAddress other && Equals(other);

    public override readonly int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(AddressBytes);
        hash.Add(Port);
        return hash.ToHashCode();
    }

    public override readonly string ToString() => IsKnown ? new IPEndPoint(ToAddress(), Port).ToString() : "nobody";

    public static bool operator ==(NativeAddress left, NativeAddress right) => left.Equals(right);

    public static bool operator !=(NativeAddress left, NativeAddress right) => !left.Equals(right);

    [InlineArray(Capacity)]
    private struct Storage
    {
        private byte _first;
    }
}
