using EdgeProbe.Probers.Icmp;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeProbe.Agent.Tests.Probers.Icmp;

public sealed class IcmpEchoTests
{
    private static readonly IcmpEcho Echo = new(IcmpEcho.RequestV4, 0x1234, 0xBEEF, 0x0123456789ABCDEF);

    [Fact]
    public void What_is_written_is_read_back_and_sums_to_zero()
    {
        var bytes = new byte[64];
        Echo.Write(bytes);
        Assert.True(IcmpEcho.TryRead(bytes, out var read));
        Assert.Equal(Echo, read);
        Assert.Equal(0, IcmpEcho.Checksum(bytes));
    }

    [Fact]
    public void The_checksum_is_that_of_RFC_1071()
    {
        // RFC 1071 section 3: the sum of these bytes is ddf2.
        Assert.Equal(0xFFFF - 0xDDF2, (int) IcmpEcho.Checksum([0x00, 0x01, 0xF2, 0x03, 0xF4, 0xF5, 0xF6, 0xF7]));
    }

    [Fact]
    public void Cut_anywhere_it_is_refused()
    {
        var bytes = new byte[16];
        Echo.Write(bytes);
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.False(IcmpEcho.TryRead(bytes.AsSpan(0, length), out var read));
            Assert.Equal(length < 8, !IcmpEcho.TryReadHeader(bytes.AsSpan(0, length), out _));
            if (length < 8) Assert.Equal(default, read);
        }
    }

    [Fact]
    public void An_ip_header_that_does_not_fit_leaves_nothing()
    {
        Assert.True(IcmpEcho.BehindIpHeader([]).IsEmpty);
        Assert.True(IcmpEcho.BehindIpHeader(new byte[20]).IsEmpty);
        var packet = new byte[28];
        packet[0] = 0x45;
        Assert.Equal(8, IcmpEcho.BehindIpHeader(packet).Length);
        packet[0] = 0x4F;
        Assert.True(IcmpEcho.BehindIpHeader(packet).IsEmpty);
        packet[0] = 0x44;
        Assert.True(IcmpEcho.BehindIpHeader(packet).IsEmpty);
        packet[0] = 0x65;
        Assert.True(IcmpEcho.BehindIpHeader(packet).IsEmpty);
    }

    [Fact]
    public void Random_bytes_are_an_echo_only_with_its_type_and_code_zero() => Prop.ForAll<byte[]>(bytes =>
    {
        var read = IcmpEcho.TryRead(bytes, out _);
        var may = bytes.Length >= 16 && bytes[0] is 0 or 8 or 128 or 129 && bytes.Length >= 16 && bytes[1] == 0;
        return read == may;
    }).QuickCheckThrowOnFailure();
}
