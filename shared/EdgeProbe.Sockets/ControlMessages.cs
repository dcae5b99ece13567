using System.Runtime.InteropServices;

namespace EdgeProbe.Sockets;

/// <summary>What travels beside a received packet (cmsg(3)): receive time, hop limit, error.</summary>
internal ref struct ControlMessages
{
    private const int SocketErrorSize = 16;
    private static readonly int HeaderSize = IntPtr.Size + 8;

    public long KernelTicks;
    public int HopLimit;
    public uint Overflowed;
    public Errno Error;
    public ErrorOrigin Origin;
    public byte Type;
    public byte Code;
    public NativeAddress Offender;
    public NativeAddress Local;

    /// <summary>Reads all that it knows and skips the rest; a length that does not fit ends the reading.</summary>
    public static ControlMessages Read(ReadOnlySpan<byte> control)
    {
        var found = new ControlMessages { HopLimit = -1 };
        while (control.Length >= HeaderSize)
        {
            var length = IntPtr.Size == 8 ? MemoryMarshal.Read<long>(control) : MemoryMarshal.Read<int>(control);
            if (length < HeaderSize || length > control.Length) return found;
            var level = MemoryMarshal.Read<int>(control[IntPtr.Size..]);
            var type = MemoryMarshal.Read<int>(control[(IntPtr.Size + 4)..]);
            found.Take(level, type, control[HeaderSize..(int)length]);
            var next = ((int)length + IntPtr.Size - 1) & ~(IntPtr.Size - 1);
            control = next < control.Length ? control[next..] : default;
        }

        return found;
    }

    private void Take(int level, int type, ReadOnlySpan<byte> data)
    {
        if (level == Linux.LevelSocket && type == Linux.TimestampNanoseconds && data.Length >= 16) KernelTicks = ReadTicks(data);
        else if (IsHopLimit(level, type) && data.Length >= 4) HopLimit = MemoryMarshal.Read<int>(data);
        else if (level == Linux.LevelSocket && type == Linux.ReceiveOverflow && data.Length >= 4) Overflowed = MemoryMarshal.Read<uint>(data);
        else if (level == Linux.LevelIp && type == Linux.IpLocalInfo && data.Length >= 12) Local = NativeAddress.FromBytes(data[4..8]);
        else if (level == Linux.LevelIpV6 && type == Linux.IpV6LocalInfo && data.Length >= 20) Local = NativeAddress.FromBytes(data[..16]);
        else if (IsError(level, type) && data.Length >= SocketErrorSize) TakeError(data);
    }

    private static bool IsHopLimit(int level, int type) => (level, type) is
        (Linux.LevelIp, Linux.IpHopLimitMessage) or (Linux.LevelIpV6, Linux.IpV6HopLimitMessage);

    private static bool IsError(int level, int type) => (level, type) is
        (Linux.LevelIp, Linux.IpReceiveError) or (Linux.LevelIpV6, Linux.IpV6ReceiveError);

    // struct sock_extended_err: errno u32, origin, type, code, pad, info u32, data u32; then the offender's address.
    private void TakeError(ReadOnlySpan<byte> data)
    {
        Error = (Errno)MemoryMarshal.Read<int>(data);
        Origin = (ErrorOrigin)data[4];
        Type = data[5];
        Code = data[6];
        Offender = NativeAddress.From(data[SocketErrorSize..]);
    }

    // A timespec of two 64-bit numbers, since 1970.
    private static long ReadTicks(ReadOnlySpan<byte> data)
    {
        var seconds = MemoryMarshal.Read<long>(data);
        var nanoseconds = MemoryMarshal.Read<long>(data[8..]);
        return DateTime.UnixEpoch.Ticks + seconds * TimeSpan.TicksPerSecond + nanoseconds / TimeSpan.NanosecondsPerTick;
    }
}
