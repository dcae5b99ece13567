using System.Runtime.InteropServices;

namespace EdgeProbe.Sockets;

/// <summary>
/// Answering from the address that was asked. A socket on the wildcard address of a machine with several would answer from the one that
/// routing prefers, and a connected asker does not hear that.
/// </summary>
public sealed unsafe partial class TimedSocket
{
    private const int LongestLocalInfo = 40;

    /// <summary>Received packets say from now on to which address of this machine they came (IP_PKTINFO).</summary>
    public Errno AskForLocalAddress() => Family == System.Net.Sockets.AddressFamily.InterNetworkV6
        ? SetOption(Linux.LevelIpV6, Linux.IpV6ReceiveLocalInfo, 1)
        : SetOption(Linux.LevelIp, Linux.IpLocalInfo, 1);

    /// <summary>Sends from one of this machine's addresses; from the one that routing prefers when it is unknown.</summary>
    public Errno SendFrom(in NativeAddress local, ReadOnlySpan<byte> bytes, in NativeAddress to)
    {
        if (!local.IsKnown) return SendTo(bytes, to);
        var control = stackalloc byte[LongestLocalInfo];
        var length = WriteLocalInfo(new Span<byte>(control, LongestLocalInfo), local);
        var peer = to;
        fixed (byte* start = bytes)
        {
            var part = new BufferPart { Base = start, Length = (nuint)bytes.Length };
            var message = new MessageHeader
            {
                Name = &peer, NameLength = peer.Length, Parts = &part, PartCount = 1, Control = control, ControlLength = (nuint)length,
            };
            var error = Check(Libc.SendMessage(Handle, &message, Linux.NoSignal | Linux.DoNotWait));
            // As in sending without a source: an earlier packet's unreachable takes the first call.
            return error is Errno.None or Errno.Again or Errno.NotPermitted
                ? error
                : Check(Libc.SendMessage(Handle, &message, Linux.NoSignal | Linux.DoNotWait));
        }
    }

    // struct in_pktinfo: interface, source, destination. struct in6_pktinfo: source, interface. The interface stays open: zero.
    private static int WriteLocalInfo(Span<byte> control, in NativeAddress local)
    {
        control.Clear();
        var header = IntPtr.Size + 8;
        var data = local.IsV6 ? 20 : 12;
        MemoryMarshal.Write(control, (nint)(header + data));
        MemoryMarshal.Write(control[IntPtr.Size..], local.IsV6 ? Linux.LevelIpV6 : Linux.LevelIp);
        MemoryMarshal.Write(control[(IntPtr.Size + 4)..], local.IsV6 ? Linux.IpV6LocalInfo : Linux.IpLocalInfo);
        local.AddressBytes.CopyTo(control[(local.IsV6 ? header : header + 4)..]);
        return (header + data + IntPtr.Size - 1) & ~(IntPtr.Size - 1);
    }
}
