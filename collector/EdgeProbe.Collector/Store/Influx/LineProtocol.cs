using System.Globalization;
using System.Text;

namespace EdgeProbe.Collector.Store.Influx;

/// <summary>
/// Line protocol, escaped and checked before it leaves: a database may drop a bad line silently (VictoriaMetrics answers 204), so a bad line
/// must be impossible. Integers end in i, floats always have a dot, numbers are finite; a tag without a value is left out.
/// </summary>
internal sealed class LineProtocol(StringBuilder text)
{
    private const char FullWidthBackslash = '\uFF3C';

    private bool _hasField;

    /// <summary>A tag's value as it was before it was escaped.</summary>
    public static string Unescape(string value) => value.Replace(FullWidthBackslash, '\\');

    /// <summary>A measurement's name: commas and spaces are escaped, and a line feed, which nothing can escape, becomes a space.</summary>
    public LineProtocol Begin(string measurement)
    {
        Escape(measurement, ", ");
        _hasField = false;
        return this;
    }

    public LineProtocol Tag(string key, string value)
    {
        if (value.Length == 0) return this;
        text.Append(',');
        Escape(key, ",= ");
        text.Append('=');
        Escape(value, ",= ");
        return this;
    }

    public LineProtocol Field(string key, long value)
    {
        Key(key);
        text.Append(CultureInfo.InvariantCulture, $"{value}i");
        return this;
    }

    /// <summary>Left out when it is not finite: absent is right where a number would be a lie.</summary>
    public LineProtocol Field(string key, double value)
    {
        if (!double.IsFinite(value)) return this;
        Key(key);
        var digits = value.ToString("R", CultureInfo.InvariantCulture);
        text.Append(digits);
        // A float that looks like an integer must never fix a field's type otherwise on another server.
        if (digits.AsSpan().IndexOfAny('.', 'E') < 0) text.Append(".0");
        return this;
    }

    public LineProtocol Field(string key, string value)
    {
        Key(key);
        text.Append('"');
        foreach (var c in value)
        {
            if (c is '"' or '\\') text.Append('\\');
            text.Append(c);
        }

        text.Append('"');
        return this;
    }

    public void End(long timestamp)
    {
        if (!_hasField) throw new InvalidOperationException("a line without a field is no point");
        text.Append(CultureInfo.InvariantCulture, $" {timestamp}\n");
    }

    private void Key(string key)
    {
        text.Append(_hasField ? ',' : ' ');
        _hasField = true;
        Escape(key, ",= ");
        text.Append('=');
    }

    // A control character has no escape and becomes a space. Nor has a backslash before a separator (InfluxDB 1.x takes it for the escape of
    // that), so a backslash travels as its full-width form; see Unescape.
    private void Escape(string raw, string special)
    {
        foreach (var c in raw)
        {
            var shown = char.IsControl(c) ? ' ' : c == '\\' ? FullWidthBackslash : c;
            if (special.Contains(shown, StringComparison.Ordinal)) text.Append('\\');
            text.Append(shown);
        }
    }
}
