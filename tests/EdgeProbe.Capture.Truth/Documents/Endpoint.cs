using System.Globalization;
using System.Net;

namespace EdgeProbe.Capture.Truth.Documents;

/// <summary>Address and port, whatever the tool that wrote it puts between them: "192.0.2.1 443" or "192.0.2.1:443".</summary>
public readonly record struct Endpoint(IPAddress Address, int Port) : IComparable<Endpoint>
{
    public static Endpoint Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var at = text.LastIndexOfAny([' ', ':']);
        return new Endpoint(IPAddress.Parse(text[..at]), int.Parse(text[(at + 1)..], CultureInfo.InvariantCulture));
    }

    public int CompareTo(Endpoint other) => string.CompareOrdinal(ToString(), other.ToString());

    public static bool operator <(Endpoint left, Endpoint right) => left.CompareTo(right) < 0;

    public static bool operator <=(Endpoint left, Endpoint right) => left.CompareTo(right) <= 0;

    public static bool operator >(Endpoint left, Endpoint right) => left.CompareTo(right) > 0;

    public static bool operator >=(Endpoint left, Endpoint right) => left.CompareTo(right) >= 0;

    public override string ToString() => $"{Address} {Port}";
}

/// <summary>Two endpoints, whoever speaks first.</summary>
public readonly record struct Pair(Endpoint Lower, Endpoint Upper)
{
    public static Pair Of(Endpoint one, Endpoint other) => one < other ? new(one, other) : new(other, one);

    public override string ToString() => $"{Lower} - {Upper}";
}
