using System.Globalization;
using System.Net;

namespace EdgeProbe.Agent.Settings;

/// <summary>A name or address with a port: <c>core.example.net:862</c>, <c>[2001:db8::1]:862</c>.</summary>
internal readonly record struct HostPort(string Host, int Port)
{
    /// <summary>Reads "host", "host:port", "[v6]", "[v6]:port" or a bare IPv6 address.</summary>
    public static bool TryRead(string? text, int defaultPort, out HostPort result)
    {
        result = default;
        if (string.IsNullOrWhiteSpace(text)) return false;
        if (IPAddress.TryParse(text, out _) && !text.StartsWith('['))
        {
            result = new HostPort(text, defaultPort);
            return true;
        }

        var (host, port) = Split(text);
        if (host.Length == 0 || Uri.CheckHostName(host) == UriHostNameType.Unknown) return false;
        if (port is null)
        {
            result = new HostPort(host, defaultPort);
            return true;
        }

        if (!int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is < 1 or > 65535) return false;
        result = new HostPort(host, number);
        return true;
    }

    /// <summary>As <see cref="TryRead"/>, but the host must be an address.</summary>
    public static bool TryReadAddress(string? text, int defaultPort, out HostPort result) =>
        TryRead(text, defaultPort, out result) && IPAddress.TryParse(result.Host, out _);

    public override string ToString() => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}" : $"{Host}:{Port}";

    private static (string Host, string? Port) Split(string text)
    {
        if (text.StartsWith('['))
        {
            var close = text.IndexOf(']', StringComparison.Ordinal);
            if (close < 0) return ("", null);
            var rest = text[(close + 1)..];
            return rest.Length == 0 ? (text[1..close], null) : rest[0] == ':' ? (text[1..close], rest[1..]) : ("", null);
        }

        var colon = text.LastIndexOf(':');
        return colon < 0 ? (text, null) : (text[..colon], text[(colon + 1)..]);
    }
}
