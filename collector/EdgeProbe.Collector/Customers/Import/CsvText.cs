using System.Text;

namespace EdgeProbe.Collector.Customers.Import;

/// <summary>
/// Cells of CSV files (RFC 4180), such that spreadsheets take none of them for a formula: a cell that would begin one gets an apostrophe in
/// front, and the import takes that one away again, so that the round trip is exact whatever a cell holds.
/// </summary>
internal static class CsvText
{
    private const char Guard = '\'';

    public static string Line(IEnumerable<string> cells) => $"{string.Join(',', cells.Select(Quoted))}\r\n";

    public static string Unguarded(string cell) => IsGuarded(cell, from: 1) && cell[0] == Guard ? cell[1..] : cell;

    private static string Quoted(string value)
    {
        var cell = IsGuarded(value, from: 0) ? Guard + value : value;
        if (cell.AsSpan().IndexOfAny(",\"\r\n") < 0 && cell == cell.Trim()) return cell;
        return new StringBuilder(cell.Length + 2).Append('"').Append(cell).Replace("\"", "\"\"", 1, cell.Length).Append('"').ToString();
    }

    // Any number of apostrophes, then what begins a formula.
    private static bool IsGuarded(string text, int from)
    {
        var first = from;
        while (first < text.Length && text[first] == Guard) first++;
        return first < text.Length && text[first] is '=' or '+' or '-' or '@' or '\t' or '\r';
    }
}
