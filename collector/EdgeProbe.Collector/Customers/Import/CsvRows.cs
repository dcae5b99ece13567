using System.Runtime.CompilerServices;
using System.Text;
using EdgeProbe.Collector.Settings;

namespace EdgeProbe.Collector.Customers.Import;

/// <summary>A CSV file with a header as rows of cells by column; what is wrong with its form becomes problems.</summary>
internal static class CsvRows
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Ends early when quotes are wrong or the header is: the rest cannot be told apart.</summary>
    public static async IAsyncEnumerable<Cells> ReadAsync(
        Stream body, RowShape shape, RowProblems problems, [EnumeratorCancellation] CancellationToken cancellation)
    {
        // Takes a byte order mark away.
        using var text = new StreamReader(body, Strict, detectEncodingFromByteOrderMarks: true, leaveOpen: true);
        var reader = new CsvReader(text);
        if (await NextAsync(reader, problems, 1, cancellation) is not { } header)
        {
            if (!problems.Any) problems.Add(1, "", "", "the file is empty", $"begin it with a line of column names: {string.Join(',', shape.Columns.Select(c => c.Name))}");
            yield break;
        }

        var names = header.Cells.Select(n => n.Trim()).ToList();
        if (!CheckHeader(header.Line, names, shape, problems)) yield break;
        var last = header.Line;
        while (await NextAsync(reader, problems, last + 1, cancellation) is { } row)
        {
            last = row.Line;
            if (row.Cells.Count != names.Count)
                problems.Add(row.Line, "", "", $"the row has {row.Cells.Count} cells and the header {names.Count}", "give every row as many cells as there are columns; put a cell that holds a comma in quotes");
            else
                yield return new Cells(row.Line, names.Zip(row.Cells).ToDictionary(c => c.First, c => c.Second));
        }
    }

    private static async ValueTask<CsvRow?> NextAsync(CsvReader reader, RowProblems problems, int line, CancellationToken cancellation)
    {
        try
        {
            return await reader.ReadAsync(cancellation);
        }
        catch (CsvException broken)
        {
            problems.Add(broken.Line, "", "", broken.Message, broken.Remedy);
        }
        catch (DecoderFallbackException)
        {
            problems.Add(line, "", "", "the file is not UTF-8 from about here on", "save it as \"CSV UTF-8\"");
        }

        return null;
    }

    private static bool CheckHeader(int line, List<string> names, RowShape shape, RowProblems problems)
    {
        var before = problems.Count;
        if (names is [var only] && only.Contains(';', StringComparison.Ordinal))
        {
            problems.Add(line, "", only, "the columns are separated by semicolons", "save the file with commas between the cells");
            return false;
        }

        foreach (var name in names.Where(n => shape.Find(n) is null).Distinct())
            problems.Add(line, name, name, $"is not a column; did you mean \"{Nearest.Of(name, shape.Columns.Select(c => c.Name))}\"?", shape.UnknownRemedy);
        foreach (var name in names.CountBy(n => n).Where(n => n.Value > 1 && shape.Find(n.Key) is not null))
            problems.Add(line, name.Key, name.Key, "is there twice", "keep one of the two columns");
        foreach (var column in shape.Columns.Where(c => c.Required && !names.Contains(c.Name)))
            problems.Add(line, column.Name, "", "the column is missing", $"add a column named {column.Name}");
        return problems.Count == before;
    }
}
