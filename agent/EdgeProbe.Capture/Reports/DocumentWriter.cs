using System.Globalization;

namespace EdgeProbe.Capture.Reports;

/// <summary>
/// Writes JSON (RFC 8259) straight into a buffer of 64 KiB: names and texts are ASCII without quotes or backslashes by construction, so
/// nothing has to be looked at for escaping. The framework's writer takes a tenth of a whole replay's time, this one a hundredth
/// (docs/decisions/capture-by-libpcap.md). Not thread-safe.
/// </summary>
internal sealed class DocumentWriter(Stream output)
{
    private const int BufferBytes = 64 * 1024;

    // The longest name with the longest number or address, and what stands around them.
    private const int LongestMember = 256;

    private readonly byte[] _buffer = new byte[BufferBytes];
    private int _length;
    private bool _needsComma;

    public void WriteStartObject(ReadOnlySpan<byte> name) => Open(name, (byte)'{');

    public void WriteStartObject() => Open([], (byte)'{');

    public void WriteEndObject() => Close((byte)'}');

    public void WriteStartArray(ReadOnlySpan<byte> name) => Open(name, (byte)'[');

    public void WriteEndArray() => Close((byte)']');

    public void WriteNumber(ReadOnlySpan<byte> name, long value)
    {
        Begin(name);
        value.TryFormat(_buffer.AsSpan(_length), out var written, default, CultureInfo.InvariantCulture);
        _length += written;
    }

    public void WriteNumber(ReadOnlySpan<byte> name, ulong value)
    {
        Begin(name);
        value.TryFormat(_buffer.AsSpan(_length), out var written, default, CultureInfo.InvariantCulture);
        _length += written;
    }

    /// <summary>A number in thousandths, as a decimal without zeros at its end.</summary>
    public void WriteThousandths(ReadOnlySpan<byte> name, long thousandths)
    {
        Begin(name);
        if (thousandths < 0) _buffer[_length++] = (byte)'-';
        var (whole, rest) = Math.DivRem((ulong)Math.Abs(thousandths), 1000);
        whole.TryFormat(_buffer.AsSpan(_length), out var written, default, CultureInfo.InvariantCulture);
        _length += written;
        if (rest == 0) return;
        _buffer[_length++] = (byte)'.';
        for (var unit = 100UL; rest > 0; unit /= 10)
        {
            _buffer[_length++] = (byte)('0' + rest / unit);
            rest %= unit;
        }
    }

    /// <summary>Nanoseconds as seconds with nine decimals.</summary>
    public void WriteSeconds(ReadOnlySpan<byte> name, long ns)
    {
        Begin(name);
        var (whole, rest) = Math.DivRem(ns, 1_000_000_000);
        whole.TryFormat(_buffer.AsSpan(_length), out var written, default, CultureInfo.InvariantCulture);
        _length += written;
        _buffer[_length++] = (byte)'.';
        rest.TryFormat(_buffer.AsSpan(_length), out written, "d9", CultureInfo.InvariantCulture);
        _length += written;
    }

    public void WriteString(ReadOnlySpan<byte> name, ReadOnlySpan<byte> text)
    {
        Begin(name);
        _buffer[_length++] = (byte)'"';
        Put(text);
        _buffer[_length++] = (byte)'"';
    }

    /// <summary>An address and a port, with a blank between them.</summary>
    public void WriteEnd(ReadOnlySpan<byte> name, Observations.IpAddress address, ushort port)
    {
        Begin(name);
        _buffer[_length++] = (byte)'"';
        address.TryFormat(_buffer.AsSpan(_length), out var written);
        _length += written;
        _buffer[_length++] = (byte)' ';
        port.TryFormat(_buffer.AsSpan(_length), out written, default, CultureInfo.InvariantCulture);
        _length += written;
        _buffer[_length++] = (byte)'"';
    }

    /// <summary>A 32-bit number as people write it: 0x and eight digits.</summary>
    public void WriteHex(ReadOnlySpan<byte> name, uint value)
    {
        Begin(name);
        Put("\"0x"u8);
        value.TryFormat(_buffer.AsSpan(_length), out var written, "x8", CultureInfo.InvariantCulture);
        _length += written;
        _buffer[_length++] = (byte)'"';
    }

    public void WriteBoolean(ReadOnlySpan<byte> name, bool value)
    {
        Begin(name);
        Put(value ? "true"u8 : "false"u8);
    }

    public void WriteNull(ReadOnlySpan<byte> name)
    {
        Begin(name);
        Put("null"u8);
    }

    /// <summary>Ends the document with a line of its own.</summary>
    public void Finish()
    {
        _buffer[_length++] = (byte)'\n';
        output.Write(_buffer, 0, _length);
        output.Flush();
        _length = 0;
    }

    private void Open(ReadOnlySpan<byte> name, byte bracket)
    {
        Begin(name);
        _buffer[_length++] = bracket;
        _needsComma = false;
    }

    private void Close(byte bracket)
    {
        _buffer[_length++] = bracket;
        _needsComma = true;
    }

    private void Begin(ReadOnlySpan<byte> name)
    {
        if (_length > BufferBytes - LongestMember)
        {
            output.Write(_buffer, 0, _length);
            _length = 0;
        }

        if (_needsComma) _buffer[_length++] = (byte)',';
        _needsComma = true;
        if (name.IsEmpty) return;
        _buffer[_length++] = (byte)'"';
        Put(name);
        _buffer[_length++] = (byte)'"';
        _buffer[_length++] = (byte)':';
    }

    private void Put(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_buffer.AsSpan(_length));
        _length += bytes.Length;
    }
}
