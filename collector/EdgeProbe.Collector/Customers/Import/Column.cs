namespace EdgeProbe.Collector.Customers.Import;

public enum ColumnKind : byte
{
    Text,
    Number,

    /// <summary>Texts separated by ';' in CSV, an array in JSON.</summary>
    List,

    /// <summary>Levels by app: <c>voice=70/90;web=60/80</c> in CSV, <c>{"voice": {"adequate": 70, "desired": 90}}</c> in JSON.</summary>
    Zones,
}

/// <summary>One column of a CSV file, or one field of a JSON object; a dot in the name leads into an object.</summary>
public sealed record Column(string Name, ColumnKind Kind = ColumnKind.Text, bool Required = false);

/// <summary>The columns of one sort of row, and what to say to a column that is not among them.</summary>
public sealed record RowShape(IReadOnlyList<Column> Columns, string UnknownRemedy)
{
    public Column? Find(string name)
    {
        foreach (var column in Columns)
            if (column.Name == name) return column;
        return null;
    }
}

/// <summary>One row as texts by column, and where it stood. An absent column is an empty text.</summary>
public sealed record Cells(int Line, IReadOnlyDictionary<string, string> Values);
