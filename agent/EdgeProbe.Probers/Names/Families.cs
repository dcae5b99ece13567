using System.Net;
using System.Net.Sockets;

namespace EdgeProbe.Probers.Names;

/// <summary>Our two families in the words of System.Net.</summary>
public static class Families
{
    public static AddressFamily ToAddressFamily(this IpFamily family) => family switch
    {
        IpFamily.V4 => AddressFamily.InterNetwork,
        IpFamily.V6 => AddressFamily.InterNetworkV6,
        _ => AddressFamily.Unspecified,
    };

    public static bool Holds(this IpFamily family, IPAddress address) =>
        family == IpFamily.Any || address.AddressFamily == family.ToAddressFamily();

    /// <summary>The answer for a host that was given by address, which needs no resolver; null when it is a name.</summary>
    public static NameAnswer? AnswerOfLiteral(string host, IpFamily family)
    {
        if (!IPAddress.TryParse(host, out var address)) return null;
        return family.Holds(address) ? NameAnswer.Of([address]) : NameAnswer.Failed(Reason.NoAddressOfThisFamily);
    }
}
