namespace EdgeProbe.Collector.Customers.Import;

/// <summary>Why a row cannot be taken.</summary>
/// <param name="Line">Line of a CSV file on which the row begins, or the number of a JSON array's object, from 1.</param>
public sealed record RowProblem(int Line, string Column, string Value, string Problem, string Remedy);

/// <summary>All problems of one import: the first thousand in words, the rest counted. Not thread-safe.</summary>
public sealed class RowProblems
{
    private const int MostInWords = 1_000;
    private const int LongestValue = 80;

    private readonly List<RowProblem> _first = [];

    public IReadOnlyList<RowProblem> First => _first;

    public int Count { get; private set; }

    public bool Any => Count > 0;

    public void Add(int line, string column, string value, string problem, string remedy)
    {
        Count++;
        if (_first.Count >= MostInWords) return;
        _first.Add(new RowProblem(line, column, value.Length <= LongestValue ? value : value[..LongestValue] + "…", problem, remedy));
    }
}
