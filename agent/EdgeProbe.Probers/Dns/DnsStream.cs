using System.Buffers.Binary;
using System.Net.Sockets;

namespace EdgeProbe.Probers.Dns;

/// <summary>DNS messages on a connection: two octets of length, then the message (RFC 1035 section 4.2.2).</summary>
internal static class DnsStream
{
    /// <summary>Reads one message, however it is cut; null when the peer ends before it is whole. At most 64 KiB by the format itself.</summary>
    public static async Task<byte[]?> ReadAsync(Socket socket, CancellationToken cancellation)
    {
        var prefix = new byte[2];
        if (!await FillAsync(socket, prefix, cancellation).ConfigureAwait(false)) return null;
        var message = new byte[BinaryPrimitives.ReadUInt16BigEndian(prefix)];
        return await FillAsync(socket, message, cancellation).ConfigureAwait(false) ? message : null;
    }

    private static async Task<bool> FillAsync(Socket socket, Memory<byte> into, CancellationToken cancellation)
    {
        while (!into.IsEmpty)
        {
            var got = await socket.ReceiveAsync(into, SocketFlags.None, cancellation).ConfigureAwait(false);
            if (got == 0) return false;
            into = into[got..];
        }

        return true;
    }
}
