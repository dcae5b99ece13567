using System.Text.Json;
using EdgeProbe.Scoring.Profiles;

namespace EdgeProbe.Collector.Customers.Import;

public enum ImportForm : byte { Csv, Json }

/// <summary>An import's end: counts when all of it was taken, problems when none of it was.</summary>
public sealed record ImportResult(ImportCounts? Counts, RowProblems Problems);

/// <summary>
/// Takes customers and plans from files and requests: row by row as they arrive, then all of them in one transaction or none. Thread-safe.
/// </summary>
public sealed class Importer(CustomerRegistry registry, ScoreProfile profile)
{
    private readonly string[] _personas = [.. profile.Personas.Select(p => p.Name)];

    /// <summary>The columns and one line for each customer; importing it changes nothing.</summary>
    public string ExportCustomers() => CustomerShape.Csv(
        CustomerShape.Customers, registry.All.OrderBy(c => c.Tenant, StringComparer.Ordinal).ThenBy(c => c.Id, StringComparer.Ordinal).Select(CustomerShape.Cells));

    public string ExportPlans() => CustomerShape.Csv(
        CustomerShape.Plans, registry.Plans.OrderBy(p => p.Tenant, StringComparer.Ordinal).ThenBy(p => p.Name, StringComparer.Ordinal).Select(CustomerShape.Cells));

    /// <exception cref="IOException">The body broke off, or the file cannot be written; nothing is changed.</exception>
    public async Task<ImportResult> CustomersAsync(Stream body, ImportForm form, CancellationToken cancellation)
    {
        var (rows, problems) = await ReadAsync(body, form, CustomerShape.Customers, row => CustomerShape.ReadCustomer(row, _personas), cancellation);
        return new ImportResult(registry.Put(rows, problems), problems);
    }

    /// <exception cref="IOException">The body broke off, or the file cannot be written; nothing is changed.</exception>
    public async Task<ImportResult> PlansAsync(Stream body, ImportForm form, CancellationToken cancellation)
    {
        var (rows, problems) = await ReadAsync(body, form, CustomerShape.Plans, CustomerShape.ReadPlan, cancellation);
        return new ImportResult(registry.Put(rows, problems), problems);
    }

    /// <summary>One customer as a JSON object.</summary>
    /// <exception cref="IOException">The file cannot be written; nothing is changed.</exception>
    public ImportResult Customer(JsonElement element, CustomerKey key)
    {
        var problems = new RowProblems();
        var customer = ReadOne(element, CustomerShape.Customers, key.Tenant, "id", key.Id, problems, row => CustomerShape.ReadCustomer(row, _personas));
        return new ImportResult(customer is null ? null : registry.Put([new Placed<Customer>(1, customer)], problems), problems);
    }

    /// <summary>One plan as a JSON object.</summary>
    /// <exception cref="IOException">The file cannot be written; nothing is changed.</exception>
    public ImportResult Plan(JsonElement element, PlanKey key)
    {
        var problems = new RowProblems();
        var plan = ReadOne(element, CustomerShape.Plans, key.Tenant, "plan", key.Name, problems, CustomerShape.ReadPlan);
        return new ImportResult(plan is null ? null : registry.Put([new Placed<Plan>(1, plan)], problems), problems);
    }

    internal static async Task<(List<Placed<T>> Rows, RowProblems Problems)> ReadAsync<T>(
        Stream body, ImportForm form, RowShape shape, Func<RowReader, T?> read, CancellationToken cancellation) where T : class
    {
        var (rows, problems) = (new List<Placed<T>>(), new RowProblems());
        var cells = form == ImportForm.Csv ? CsvRows.ReadAsync(body, shape, problems, cancellation) : JsonRows.ReadAsync(body, shape, problems, cancellation);
        await foreach (var row in cells)
            if (read(new RowReader(row, problems)) is { } value) rows.Add(new Placed<T>(row.Line, value));
        return (rows, problems);
    }

    // The address names whom it is about; a body that says it again must say the same.
    private static T? ReadOne<T>(JsonElement element, RowShape shape, string tenant, string nameColumn, string name, RowProblems problems, Func<RowReader, T?> read)
        where T : class
    {
        if (JsonRows.Of(element, 1, shape, problems) is not { } cells) return null;
        var values = new Dictionary<string, string>(cells.Values);
        foreach (var (column, expected) in ((string, string)[])[("tenant", tenant), (nameColumn, name)])
        {
            if (values.TryGetValue(column, out var said) && said != expected) problems.Add(1, column, said, $"the address says {expected}", "leave the field out, or put it to its own address");
            values[column] = expected;
        }

        var value = read(new RowReader(new Cells(1, values), problems));
        return problems.Any ? null : value;
    }
}
