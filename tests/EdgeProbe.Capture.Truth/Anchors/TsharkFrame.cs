using System.Globalization;
using EdgeProbe.Capture.Truth.Documents;

namespace EdgeProbe.Capture.Truth.Anchors;

/// <summary>
/// One frame as tshark dissects it. A field that the frame does not have is empty; one that it has several times (a frame in a frame, two DNS
/// messages in a segment) has its values joined by semicolons.
/// </summary>
internal sealed class TsharkFrame
{
    private readonly string[] _values;

    private TsharkFrame(string[] values, long timeNs)
    {
        _values = values;
        TimeNs = timeNs;
    }

    /// <summary>Since the Unix epoch.</summary>
    public long TimeNs { get; }

    public string this[TsharkField field] => _values[(int)field];

    public bool Has(TsharkField field) => this[field].Length > 0;

    public string First(TsharkField field) => this[field].Split(';')[0];

    public string[] All(TsharkField field) => this[field].Length == 0 ? [] : this[field].Split(';');

    /// <summary>The first value as a number, decimal or hexadecimal; -1 when there is none.</summary>
    public long Number(TsharkField field) => ToNumber(First(field));

    public bool True(TsharkField field) => First(field) is "1" or "True";

    /// <summary>A dissector takes part that is not only quoted by an ICMP error.</summary>
    public bool Speaks(string protocol)
    {
        var protocols = this[TsharkField.Protocols].Split(':');
        return protocols.Contains(protocol) && !protocols.Contains("icmp") && !protocols.Contains("icmpv6");
    }

    public Endpoint Source(TsharkField port) => End(TsharkField.Ip4Source, TsharkField.Ip6Source, port);

    public Endpoint Destination(TsharkField port) => End(TsharkField.Ip4Destination, TsharkField.Ip6Destination, port);

    public static long ToNumber(string text)
    {
        if (text.StartsWith("0x", StringComparison.Ordinal)) return long.Parse(text.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return long.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : -1;
    }

    public static TsharkFrame? Parse(string line, int fields)
    {
        var values = line.Split('\t');
        if (values.Length < fields) Array.Resize(ref values, fields);
        for (var i = 0; i < values.Length; i++) values[i] ??= "";
        var time = values[(int)TsharkField.Time];
        return time.Length == 0 ? null : new TsharkFrame(values, ToNs(time));
    }

    /// <summary>Seconds with up to nine decimals, exact.</summary>
    public static long ToNs(string seconds)
    {
        var dot = seconds.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0) return long.Parse(seconds, CultureInfo.InvariantCulture) * 1_000_000_000;
        var whole = long.Parse(seconds.AsSpan(0, dot), CultureInfo.InvariantCulture);
        var part = long.Parse(seconds[(dot + 1)..].PadRight(9, '0').AsSpan(0, 9), CultureInfo.InvariantCulture);
        return (whole * 1_000_000_000) + (seconds[0] == '-' ? -part : part);
    }

    // The innermost header names the ends of what is inside.
    private Endpoint End(TsharkField v4, TsharkField v6, TsharkField port)
    {
        var protocols = this[TsharkField.Protocols].Split(':');
        var address = Array.LastIndexOf(protocols, "ipv6") > Array.LastIndexOf(protocols, "ip") ? this[v6] : this[v4];
        return Endpoint.Parse($"{address.Split(';')[^1]} {First(port)}");
    }
}
