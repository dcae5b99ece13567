using System.Net;
using EdgeProbe.Sockets;

namespace EdgeProbe.Shared.Tests.Sockets;

public sealed class NativeAddressTests
{
    [Theory]
    [InlineData("192.0.2.7", 862)]
    [InlineData("2001:db8::7", 65535)]
    [InlineData("fe80::1%3", 53)]
    public void An_address_survives_the_way_through_the_kernel_s_form(string address, int port)
    {
        var native = NativeAddress.From(IPAddress.Parse(address), port);
        Assert.Equal((IPAddress.Parse(address), port), (native.ToAddress(), native.Port));
        Assert.Equal(new IPEndPoint(IPAddress.Parse(address), port).ToString(), native.ToString());
    }

    [Fact]
    public void Two_are_equal_by_address_and_port()
    {
        var one = NativeAddress.From(IPAddress.Parse("192.0.2.7"), 1);
        Assert.Equal(one, NativeAddress.From(IPAddress.Parse("192.0.2.7"), 1));
        Assert.Equal(one.GetHashCode(), NativeAddress.From(IPAddress.Parse("192.0.2.7"), 1).GetHashCode());
        Assert.NotEqual(one, one.WithPort(2));
        Assert.True(one.HasSameAddress(one.WithPort(2)));
        Assert.NotEqual(one, NativeAddress.From(IPAddress.Parse("::ffff:192.0.2.7"), 1));
    }

    [Fact]
    public void The_zero_value_is_nobody() => Assert.Equal((false, "nobody"), (default(NativeAddress).IsKnown, default(NativeAddress).ToString()));
}
