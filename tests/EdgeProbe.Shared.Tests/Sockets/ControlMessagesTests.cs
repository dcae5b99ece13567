using System.Net;
using EdgeProbe.Sockets;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeProbe.Shared.Tests.Sockets;

public sealed class ControlMessagesTests
{
    // As the kernel writes them on 64 bits: length, level, type, data, padding to eight.
    private static readonly byte[] Whole =
    [
        .. Message(Linux.LevelSocket, Linux.TimestampNanoseconds, [.. BitConverter.GetBytes(1_800_000_000L), .. BitConverter.GetBytes(123_456_700L)]),
        .. Message(Linux.LevelIp, Linux.IpHopLimitMessage, BitConverter.GetBytes(57)),
        .. Message(77, 88, [1, 2, 3]),
        .. Message(Linux.LevelSocket, Linux.ReceiveOverflow, BitConverter.GetBytes(9)),
        .. Message(Linux.LevelIp, Linux.IpReceiveError, [113, 0, 0, 0, 2, 3, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 10, 99, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0]),
    ];

    [Fact]
    public void Whole_messages_give_all_they_hold()
    {
        var read = ControlMessages.Read(Whole);
        Assert.Equal(DateTime.UnixEpoch.AddSeconds(1_800_000_000).Ticks + 1_234_567, read.KernelTicks);
        Assert.Equal((57, 9u, Errno.HostUnreachable), (read.HopLimit, read.Overflowed, read.Error));
        Assert.Equal((ErrorOrigin.Icmp, 3, 1), (read.Origin, read.Type, read.Code));
        Assert.Equal(NativeAddress.From(IPAddress.Parse("10.99.0.2"), 0), read.Offender);
    }

    [Fact]
    public void Cut_anywhere_they_give_only_what_was_whole()
    {
        for (var length = 0; length < Whole.Length; length++)
        {
            var read = ControlMessages.Read(Whole.AsSpan(0, length));
            Assert.Equal(length >= 32, read.KernelTicks != 0);
            Assert.Equal(length >= 52 ? 57 : -1, read.HopLimit);
            Assert.Equal(Errno.None, read.Error);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(15)]
    [InlineData(-1)]
    [InlineData(long.MaxValue)]
    public void A_length_that_cannot_be_ends_the_reading(long length)
    {
        var bytes = Whole.ToArray();
        BitConverter.GetBytes(length).CopyTo(bytes, 0);
        var read = ControlMessages.Read(bytes);
        Assert.Equal((0, -1), (read.KernelTicks, read.HopLimit));
    }

    [Fact]
    public void Random_bytes_end() => Prop.ForAll<byte[]>(bytes =>
    {
        _ = ControlMessages.Read(bytes);
        return true;
    }).QuickCheckThrowOnFailure();

    private static byte[] Message(int level, int type, byte[] data)
    {
        var message = new byte[(16 + data.Length + 7) / 8 * 8];
        BitConverter.GetBytes((long)(16 + data.Length)).CopyTo(message, 0);
        BitConverter.GetBytes(level).CopyTo(message, 8);
        BitConverter.GetBytes(type).CopyTo(message, 12);
        data.CopyTo(message, 16);
        return message;
    }
}
