using System.Net;
using System.Net.Sockets;
using EdgeProbe.Probers;

namespace EdgeProbe.Agent.Tests.Probers.Sockets;

internal static class Targets
{
    public static Target At(string address, Kind kind = Kind.Icmp, int port = 0, uint test = 1) => At(IPAddress.Parse(address), kind, port, test);

    public static Target At(IPAddress address, Kind kind = Kind.Icmp, int port = 0, uint test = 1) => new()
    {
        Test = test, Name = "target", Kind = kind, Segment = Segment.Core, Host = address.ToString(), Address = address, Port = port,
        Family = address.AddressFamily == AddressFamily.InterNetworkV6 ? IpFamily.V6 : IpFamily.V4,
    };
}
