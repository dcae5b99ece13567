using System.Runtime.CompilerServices;
using System.Text.Json;
using EdgeProbe.Collector.Settings;

namespace EdgeProbe.Collector.Customers.Import;

/// <summary>A JSON array of objects as the same rows of cells that a CSV file gives, so that both are judged by one set of rules.</summary>
internal static class JsonRows
{
    private static readonly JsonSerializerOptions Json = new() { MaxDepth = 8, AllowTrailingCommas = true, ReadCommentHandling = JsonCommentHandling.Skip };

    /// <summary>Ends early where the text is no JSON array; rows before that have been given.</summary>
    public static async IAsyncEnumerable<Cells> ReadAsync(
        Stream body, RowShape shape, RowProblems problems, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var number = 0;
        await using var objects = JsonSerializer.DeserializeAsyncEnumerable<JsonElement>(body, Json, cancellation).GetAsyncEnumerator(cancellation);
        while (await NextAsync(objects, problems, number + 1))
        {
            number++;
            if (Of(objects.Current, number, shape, problems) is { } cells) yield return cells;
        }
    }

    /// <summary>One object; null when it is none, or has a field that cannot be read.</summary>
    public static Cells? Of(JsonElement element, int number, RowShape shape, RowProblems problems)
    {
        var before = problems.Count;
        var values = new Dictionary<string, string>();
        if (element.ValueKind != JsonValueKind.Object) problems.Add(number, "", element.GetRawText(), "is not an object", "write { \"tenant\": ..., ... }");
        else Flatten(element, "", new Row(number, shape, problems, values));
        return problems.Count == before ? new Cells(number, values) : null;
    }

    private static async ValueTask<bool> NextAsync(IAsyncEnumerator<JsonElement> objects, RowProblems problems, int number)
    {
        try
        {
            return await objects.MoveNextAsync();
        }
        catch (JsonException broken)
        {
            problems.Add(number, "", "", $"the text is no JSON array of objects: {broken.Message}", "send [ { ... }, { ... } ], or CSV with Content-Type text/csv");
            return false;
        }
    }

    private static void Flatten(JsonElement element, string path, Row row)
    {
        foreach (var field in element.EnumerateObject())
        {
            var name = path + field.Name;
            var column = row.Shape.Find(name);
            if (field.Value.ValueKind == JsonValueKind.Null && (column is not null || row.Shape.Columns.Any(c => c.Name.StartsWith(name + ".", StringComparison.Ordinal)))) continue;
            if (column is null && field.Value.ValueKind == JsonValueKind.Object && row.Shape.Columns.Any(c => c.Name.StartsWith(name + ".", StringComparison.Ordinal)))
                Flatten(field.Value, name + ".", row);
            else if (column is null)
                row.Problem(name, field.Value, $"is not a field; did you mean \"{Nearest.Of(name, row.Shape.Columns.Select(c => c.Name))}\"?", row.Shape.UnknownRemedy);
            else if (TextOf(column, field.Value) is { } text)
                row.Values[name] = text;
            else
                row.Problem(name, field.Value, $"is not {Words(column.Kind)}", $"write {Example(column.Kind)}");
        }
    }

    private static string? TextOf(Column column, JsonElement value) => (column.Kind, value.ValueKind) switch
    {
        (ColumnKind.Text, JsonValueKind.String) => value.GetString(),
        (ColumnKind.Number, JsonValueKind.Number) => value.GetRawText(),
        (ColumnKind.List, JsonValueKind.Array) => ListOf(value),
        (ColumnKind.Zones, JsonValueKind.Object) => ZonesOf(value),
        _ => null,
    };

    private static string? ListOf(JsonElement array)
    {
        var texts = array.EnumerateArray().Select(e => e.ValueKind == JsonValueKind.String ? e.GetString()! : "").ToList();
        return texts.TrueForAll(t => t.Length > 0 && !t.Contains(';', StringComparison.Ordinal)) ? string.Join(';', texts) : null;
    }

    private static string? ZonesOf(JsonElement apps)
    {
        var zones = new List<string>();
        foreach (var app in apps.EnumerateObject())
        {
            if (app.Value.ValueKind != JsonValueKind.Object) return null;
            if (!app.Value.TryGetProperty("adequate", out var adequate) || !app.Value.TryGetProperty("desired", out var desired)) return null;
            if (adequate.ValueKind != JsonValueKind.Number || desired.ValueKind != JsonValueKind.Number || app.Value.EnumerateObject().Count() != 2) return null;
            zones.Add($"{app.Name}={adequate.GetRawText()}/{desired.GetRawText()}");
        }

        return string.Join(';', zones);
    }

    private static string Words(ColumnKind kind) => kind switch
    {
        ColumnKind.Number => "a number",
        ColumnKind.List => "a list of texts without ';'",
        ColumnKind.Zones => "levels by app",
        _ => "a text",
    };

    private static string Example(ColumnKind kind) => kind switch
    {
        ColumnKind.Number => "a number without quotes",
        ColumnKind.List => "[\"one\", \"two\"]",
        ColumnKind.Zones => "{ \"voice\": { \"adequate\": 70, \"desired\": 90 } }",
        _ => "it in quotes",
    };

    private sealed record Row(int Number, RowShape Shape, RowProblems Problems, Dictionary<string, string> Values)
    {
        public void Problem(string column, JsonElement value, string problem, string remedy) => Problems.Add(Number, column, value.GetRawText(), problem, remedy);
    }
}
