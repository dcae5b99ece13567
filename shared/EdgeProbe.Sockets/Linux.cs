namespace EdgeProbe.Sockets;

/// <summary>The kernel's numbers (asm-generic: the same on x86-64, arm64 and arm).</summary>
internal static class Linux
{
    internal const int InterNetwork = 2;
    internal const int InterNetworkV6 = 10;

    internal const int Stream = 1;
    internal const int Datagram = 2;
    internal const int Raw = 3;
    internal const int NonBlocking = 0x800;
    internal const int CloseOnExec = 0x80000;

    internal const int ProtocolIcmp = 1;
    internal const int ProtocolTcp = 6;
    internal const int ProtocolUdp = 17;
    internal const int ProtocolIcmpV6 = 58;

    internal const int LevelSocket = 1;
    internal const int LevelIp = 0;
    internal const int LevelIpV6 = 41;
    internal const int LevelRaw = 255;

    internal const int ReuseAddress = 2;
    internal const int SocketError = 4;
    internal const int Linger = 13;
    internal const int ReceiveOverflow = 40;

    internal const int IpHopLimit = 2;
    internal const int IpLocalInfo = 8;
    internal const int IpReceiveError = 11;
    internal const int IpReceiveHopLimit = 12;
    internal const int IpHopLimitMessage = 2;
    internal const int IpV6HopLimit = 16;
    internal const int IpV6ReceiveError = 25;
    internal const int IpV6Only = 26;
    internal const int IpV6ReceiveLocalInfo = 49;
    internal const int IpV6LocalInfo = 50;
    internal const int IpV6ReceiveHopLimit = 51;
    internal const int IpV6HopLimitMessage = 52;
    internal const int IcmpFilter = 1;

    internal const int ErrorQueue = 0x2000;
    internal const int NoSignal = 0x4000;
    internal const int DoNotWait = 0x40;
    internal const int Truncated = 0x20;

    // Where a long has 32 bits, the old option gives times that end in 2038; the new one gives 64-bit seconds everywhere (Linux 5.1).
    internal static readonly int TimestampNanoseconds = IntPtr.Size == 8 ? 35 : 64;
}
