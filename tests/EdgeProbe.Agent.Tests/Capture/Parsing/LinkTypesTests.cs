using EdgeProbe.Capture.Parsing;

namespace EdgeProbe.Agent.Tests.Capture.Parsing;

public sealed class LinkTypesTests
{
    [Theory]
    [InlineData(0, (int)LinkType.Null)]
    [InlineData(1, (int)LinkType.Ethernet)]
    [InlineData(9, (int)LinkType.Ppp)]
    [InlineData(12, (int)LinkType.Raw)]
    [InlineData(14, (int)LinkType.Raw)]
    [InlineData(50, (int)LinkType.PppSerial)]
    [InlineData(51, (int)LinkType.PppEther)]
    [InlineData(101, (int)LinkType.Raw)]
    [InlineData(108, (int)LinkType.Loop)]
    [InlineData(113, (int)LinkType.LinuxCooked)]
    [InlineData(228, (int)LinkType.Ipv4)]
    [InlineData(229, (int)LinkType.Ipv6)]
    [InlineData(276, (int)LinkType.LinuxCooked2)]
    public void Links_that_hold_IP_are_read(int dlt, int link)
    {
        Assert.True(LinkTypes.TryOf(dlt, out var found));
        Assert.Equal((LinkType)link, found);
    }

    [Theory]
    [InlineData(105, "link type 105 (802.11) is not supported: it shows one hop of the air, not the line")]
    [InlineData(119, "link type 119 (802.11 with Prism header) is not supported: it shows one hop of the air, not the line")]
    [InlineData(127, "link type 127 (802.11 with radiotap header) is not supported: it shows one hop of the air, not the line")]
    [InlineData(163, "link type 163 (802.11 with AVS header) is not supported: it shows one hop of the air, not the line")]
    [InlineData(192, "link type 192 (802.11 with PPI header) is not supported: it shows one hop of the air, not the line")]
    [InlineData(220, "link type 220 (Linux USB) is not supported: only Ethernet, Linux cooked, raw IP, loopback and PPP captures hold IP packets that can be measured")]
    [InlineData(9999, "link type 9999 is not supported: only Ethernet, Linux cooked, raw IP, loopback and PPP captures hold IP packets that can be measured")]
    [InlineData(-1, "link type -1 is not supported: only Ethernet, Linux cooked, raw IP, loopback and PPP captures hold IP packets that can be measured")]
    public void Others_are_refused_in_one_sentence(int dlt, string sentence)
    {
        Assert.False(LinkTypes.TryOf(dlt, out _));
        Assert.Equal(sentence, LinkTypes.WhyNot(dlt));
    }
}
