using System.Buffers.Binary;
using System.Net;

namespace EdgeProbe.Testing.Packets;

/// <summary>The Internet checksum (RFC 1071), alone and over the pseudo headers of RFC 9293 section 3.1 and RFC 8200 section 8.1.</summary>
public static class Checksums
{
    public static ushort Of(ReadOnlySpan<byte> bytes)
    {
        uint sum = 0;
        for (; bytes.Length >= 2; bytes = bytes[2..]) sum += BinaryPrimitives.ReadUInt16BigEndian(bytes);
        if (bytes.Length == 1) sum += (uint)bytes[0] << 8;
        while (sum >> 16 != 0) sum = (sum & 0xffff) + (sum >> 16);
        return (ushort)~sum;
    }

    /// <summary>Writes the checksum of a transport message, whose own field must be zero, at <paramref name="at"/>.</summary>
    public static void Put(byte[] message, int at, IPAddress source, IPAddress destination, byte protocol)
    {
        byte[] pseudo = new Octets().Address(source).Address(destination).U32(message.Length, protocol).Bytes(message);
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(at), Of(pseudo));
    }
}
