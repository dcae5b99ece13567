using System.Globalization;
using EdgeProbe.Collector.Settings;
using EdgeProbe.Contract;
using EdgeProbe.Scoring.Apps;

namespace EdgeProbe.Collector.Customers.Import;

/// <summary>Reads one row's cells and says what is wrong with each; <see cref="Sound"/> tells whether anything was. Not thread-safe.</summary>
internal sealed class RowReader(Cells cells, RowProblems problems)
{
    private const int LongestText = 128;
    private const int LongestName = 64;
    private const int MostItems = 64;

    private readonly int _before = problems.Count;

    public int Line => cells.Line;

    public bool Sound => problems.Count == _before;

    public void Problem(string column, string problem, string remedy) => problems.Add(cells.Line, column, Raw(column), problem, remedy);

    public string Tenant()
    {
        var tenant = Raw("tenant");
        if (tenant.Length == 0) Missing("tenant");
        else if (!ProbeId.IsName(tenant)) Problem("tenant", "is not a tenant's name", "write 1 to 64 letters, digits, '-', '_' or '.'");
        return tenant;
    }

    /// <summary>A name that stands in an address: 1 to 64 printable characters without '/'.</summary>
    public string Name(string column)
    {
        var name = Raw(column);
        if (name.Length == 0) Missing(column);
        else if (name.Length > LongestName || name.Contains('/', StringComparison.Ordinal) || name is "." or ".." || name.Any(char.IsControl))
            Problem(column, "cannot stand in an address", $"write 1 to {LongestName} printable characters without '/'");
        return name;
    }

    /// <summary>Null when the cell is empty.</summary>
    public string? Text(string column)
    {
        var text = Raw(column);
        if (text.Length == 0) return null;
        Check(column, text);
        return text;
    }

    public T? Choice<T>(string column, bool required) where T : struct, Enum
    {
        var text = Raw(column);
        if (text.Length == 0)
        {
            if (required) Missing(column);
            return null;
        }

        foreach (var choice in Enum.GetValues<T>())
            if (string.Equals(choice.ToString(), text, StringComparison.OrdinalIgnoreCase)) return choice;
        Problem(column, "is not known", $"write one of {string.Join(", ", Enum.GetNames<T>().Select(LowerFirst))}");
        return null;
    }

    public string? OneOf(string column, IReadOnlyCollection<string> known)
    {
        var text = Raw(column);
        if (text.Length == 0) return null;
        if (!known.Contains(text)) Problem(column, "is not known", $"write one of {string.Join(", ", known)}; did you mean \"{Nearest.Of(text, known)}\"?");
        return text;
    }

    /// <summary>Null when the cell is empty, or wrong.</summary>
    public double? Number(string column, double least, double most)
    {
        var text = Raw(column);
        if (text.Length == 0) return null;
        if (NumberOf(text) is { } number && number >= least && number <= most) return number;
        Problem(column, "is out of range", string.Create(CultureInfo.InvariantCulture, $"write a number from {least} to {most}, with a point before decimals"));
        return null;
    }

    /// <summary>ISO 8601 with an offset or Z.</summary>
    public DateTimeOffset? Time(string column, DateTimeOffset latest)
    {
        var text = Raw(column);
        if (text.Length == 0)
        {
            Missing(column);
            return null;
        }

        if (!HasOffset(text) || !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            Problem(column, "is not a time", "write it as 2026-11-24T19:42:00Z, or with an offset such as +01:00");
            return null;
        }

        if (time <= latest) return time.ToUniversalTime();
        Problem(column, "lies in the future", "write when it was said; the collector's clock may be 5 minutes behind, not more");
        return null;
    }

    public IReadOnlyList<string> List(string column, Func<string, string?> problemOf)
    {
        var raw = Raw(column);
        if (raw.Length == 0) return [];
        var items = raw.Split(';').Select(i => i.Trim()).ToList();
        if (items.Count > MostItems) Problem(column, $"has {items.Count} items", $"write {MostItems} at most");
        foreach (var item in items)
        {
            Check(column, item);
            if ((item.Length == 0 ? "an item is empty" : problemOf(item)) is { } problem) Problem(column, problem, "separate the items by ';' and give each once");
        }

        if (items.Distinct().Count() != items.Count) Problem(column, "an item is there twice", "give each once");
        return items;
    }

    public IReadOnlyDictionary<App, Zone> Zones(string column)
    {
        var zones = new Dictionary<App, Zone>();
        foreach (var part in Raw(column).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (part.Split('=', '/') is not [var name, var low, var high] || NumberOf(low) is not { } adequate || NumberOf(high) is not { } desired)
                Problem(column, $"\"{part}\" is not a level", "write app=adequate/desired, such as voice=70/90;web=60/80");
            else if (!AppNames.TryParse(name, out var app))
                Problem(column, $"\"{name}\" is not an app", $"write one of {string.Join(", ", AppNames.All.Select(a => a.Name()))}");
            else if (adequate < 0 || desired > 100 || adequate > 100 || desired < 0)
                Problem(column, $"\"{part}\" lies outside 0 to 100", "points go from 0 to 100: promise no more than 100");
            else if (adequate > desired)
                Problem(column, $"\"{part}\" has adequate above desired", "write the adequate level first; it is at most the desired one");
            else if (!zones.TryAdd(app, new Zone(adequate, desired)))
                Problem(column, $"{name} is there twice", "give each app once");
        }

        return zones;
    }

    public string Raw(string column) => cells.Values.TryGetValue(column, out var value) ? value.Trim() : "";

    private void Missing(string column) => Problem(column, "is missing", $"fill in {column}");

    private void Check(string column, string text)
    {
        if (text.Length > LongestText) Problem(column, $"is {text.Length} characters long", $"write {LongestText} at most");
        if (text.Any(char.IsControl)) Problem(column, "holds a control character, such as a line feed", "write it on one line");
    }

    private static double? NumberOf(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    // A time without an offset would be read in the collector's zone, which is not the file's.
    private static bool HasOffset(string text) => text.IndexOf('T', StringComparison.Ordinal) is > 0 and var t && text.AsSpan(t).IndexOfAny("Zz+-") > 0;

    private static string LowerFirst(string word) => char.ToLowerInvariant(word[0]) + word[1..];
}
