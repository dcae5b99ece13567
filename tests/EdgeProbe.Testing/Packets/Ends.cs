using System.Net;

namespace EdgeProbe.Testing.Packets;

/// <summary>Who sends a packet and who is to get it: two addresses of one family (documentation ranges) and two ports.</summary>
public sealed record Ends(IPEndPoint From, IPEndPoint To)
{
    public static IPAddress Home { get; } = IPAddress.Parse("192.0.2.10");

    public static IPAddress Internet { get; } = IPAddress.Parse("198.51.100.20");

    public static IPAddress HomeV6 { get; } = IPAddress.Parse("2001:db8:1::10");

    public static IPAddress InternetV6 { get; } = IPAddress.Parse("2001:db8:2::20");

    public Ends Reversed => new(To, From);

    public static Ends V4(int homePort = 50_000, int internetPort = 443) => new(new(Home, homePort), new(Internet, internetPort));

    public static Ends V6(int homePort = 50_000, int internetPort = 443) => new(new(HomeV6, homePort), new(InternetV6, internetPort));
}
