using System.Text;

namespace EdgeProbe.Collector.Customers.Import;

/// <summary>A row of a CSV file and the line on which it begins, from 1.</summary>
internal sealed record CsvRow(int Line, IReadOnlyList<string> Cells);

/// <summary>Quotes that RFC 4180 cannot read; what follows them cannot be told apart into rows.</summary>
internal sealed class CsvException(int line, string problem, string remedy) : Exception(problem)
{
    public int Line => line;

    public string Remedy => remedy;
}

/// <summary>
/// Reads CSV (RFC 4180) as it arrives: comma, double quotes, CRLF or LF, line feeds within quotes. Empty lines are passed over. Keeps one
/// row in memory. Not thread-safe.
/// </summary>
internal sealed class CsvReader(TextReader text)
{
    private const int LongestCell = 16 * 1024;
    private const int MostCells = 200;

    private readonly char[] _buffer = new char[16 * 1024];
    private readonly StringBuilder _cell = new();
    private int _next;
    private int _filled;
    private int _line = 1;

    /// <summary>Null at the end.</summary>
    /// <exception cref="CsvException">Quotes are wrong, or a cell or a row is larger than any that makes sense.</exception>
    public async ValueTask<CsvRow?> ReadAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var line = _line;
            var cells = new List<string>();
            var end = await ReadRowAsync(cells, cancellation);
            if (cells is not [""]) return new CsvRow(line, cells);
            if (end) return null;
        }
    }

    // Ends: the row's line feed (false), or the file (true).
    private async ValueTask<bool> ReadRowAsync(List<string> cells, CancellationToken cancellation)
    {
        while (true)
        {
            var next = await ReadCellAsync(cells, cancellation);
            if (cells.Count > MostCells) throw new CsvException(_line, $"the row has more than {MostCells} cells", "look for a quote that is never closed, or another separator than a comma");
            if (next == ',') continue;
            return next < 0;
        }
    }

    /// <returns>What ended the cell: a comma, a line feed, or -1 for the end.</returns>
    private async ValueTask<int> ReadCellAsync(List<string> cells, CancellationToken cancellation)
    {
        _cell.Clear();
        var next = await NextAsync(cancellation);
        if (next == '"')
        {
            await ReadQuotedAsync(cancellation);
            next = await NextAsync(cancellation);
            if (next is not (',' or '\r' or '\n' or < 0))
                throw new CsvException(_line, $"text follows a closing quote: \"{(char)next}\"", "write a quote within a cell twice (\"\")");
        }
        else
        {
            while (next is not (',' or '\r' or '\n' or < 0))
            {
                if (next == '"') throw new CsvException(_line, "a quote stands within a cell that does not begin with one", "put the whole cell in quotes and write the inner quote twice (\"\")");
                Append(next);
                AppendUntil(",\r\n\"");
                next = await NextAsync(cancellation);
            }
        }

        cells.Add(CsvText.Unguarded(_cell.ToString()));
        if (next == '\r') next = await NextAsync(cancellation) is var after && after == '\n' ? after : PutBack(after);
        if (next == '\n') _line++;
        return next;
    }

    // Ends: the closing quote.
    private async ValueTask ReadQuotedAsync(CancellationToken cancellation)
    {
        var opened = _line;
        while (true)
        {
            var next = await NextAsync(cancellation);
            if (next < 0) throw new CsvException(opened, "a quote is opened and never closed", "close it, or write a quote within a cell twice (\"\")");
            if (next == '"')
            {
                var after = await NextAsync(cancellation);
                if (after != '"')
                {
                    PutBack(after);
                    return;
                }
            }

            if (next == '\n') _line++;
            Append(next);
            AppendUntil("\n\"");
        }
    }

    // What is read already and plain: most of a file, so it is taken at once.
    private void AppendUntil(ReadOnlySpan<char> ends)
    {
        var read = _buffer.AsSpan(_next, Math.Max(0, _filled - _next));
        var plain = read.IndexOfAny(ends) is >= 0 and var end ? read[..end] : read;
        if (_cell.Length + plain.Length > LongestCell) throw TooLong();
        _cell.Append(plain);
        _next += plain.Length;
    }

    private void Append(int next)
    {
        if (_cell.Length >= LongestCell) throw TooLong();
        _cell.Append((char)next);
    }

    private CsvException TooLong() => new(_line, $"a cell is longer than {LongestCell} characters", "look for a quote that is never closed");

    private ValueTask<int> NextAsync(CancellationToken cancellation) => _next < _filled ? ValueTask.FromResult<int>(_buffer[_next++]) : FillAsync(cancellation);

    private async ValueTask<int> FillAsync(CancellationToken cancellation)
    {
        (_next, _filled) = (0, await text.ReadAsync(_buffer, cancellation));
        return _filled == 0 ? -1 : _buffer[_next++];
    }

    // A lone carriage return ends a line too, as old Macintosh files have it. Only what was just read is put back, so there is always room.
    private int PutBack(int next)
    {
        if (next >= 0) _next--;
        return '\n';
    }
}
