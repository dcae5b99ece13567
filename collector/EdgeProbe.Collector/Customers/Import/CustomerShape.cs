using System.Globalization;
using EdgeProbe.Contract;
using EdgeProbe.Scoring.Apps;

namespace EdgeProbe.Collector.Customers.Import;

/// <summary>Customers and plans as rows: the columns, from cells to records and back.</summary>
internal static class CustomerShape
{
    private const string Unknown = "leave the column out, or correct its name";

    public static RowShape Customers { get; } = new(
        [
            new("tenant", Required: true), new("id", Required: true), new("plan"), new("class", Required: true), new("technology"), new("region"), new("persona"),
            new("node"), new("subscriptions", ColumnKind.List), new("probes", ColumnKind.List), new("stated", ColumnKind.Zones),
        ],
        Unknown);

    public static RowShape Plans { get; } = new(
        [
            new("tenant", Required: true), new("plan", Required: true), new("tier"), new("technology"), new("promises", ColumnKind.Zones),
            new("advertised.delayMs", ColumnKind.Number), new("advertised.jitterMs", ColumnKind.Number), new("advertised.lossPercent", ColumnKind.Number), new("advertised.downMbit", ColumnKind.Number),
            new("advertised.upMbit", ColumnKind.Number), new("advertised.availabilityPercent", ColumnKind.Number),
        ],
        Unknown);

    /// <summary>Null when the row has a problem.</summary>
    public static Customer? ReadCustomer(RowReader row, IReadOnlyCollection<string> personas)
    {
        var customer = new Customer
        {
            Tenant = row.Tenant(),
            Id = row.Name("id"),
            Plan = row.Raw("plan").Length == 0 ? null : row.Name("plan"),
            Class = row.Choice<CustomerClass>("class", required: true) ?? default,
            Technology = row.Text("technology"),
            Region = row.Text("region"),
            Persona = row.OneOf("persona", personas),
            Node = row.Text("node"),
            Subscriptions = row.List("subscriptions", _ => null),
            Probes = row.List("probes", name => ProbeId.IsName(name) ? null : $"\"{name}\" is not a probe's name"),
            Stated = row.Zones("stated"),
        };
        return row.Sound ? customer : null;
    }

    public static Plan? ReadPlan(RowReader row)
    {
        var advertised = new Advertised
        {
            DelayMs = row.Number("advertised.delayMs", 0, 3_000),
            JitterMs = row.Number("advertised.jitterMs", 0, 3_000),
            LossPercent = row.Number("advertised.lossPercent", 0, 100),
            DownMbit = row.Number("advertised.downMbit", 0, 1_000_000),
            UpMbit = row.Number("advertised.upMbit", 0, 1_000_000),
            AvailabilityPercent = row.Number("advertised.availabilityPercent", 0, 100),
        };
        var plan = new Plan
        {
            Tenant = row.Tenant(),
            Name = row.Name("plan"),
            Tier = row.Text("tier"),
            Technology = row.Text("technology"),
            Promises = row.Zones("promises"),
            Advertised = advertised == new Advertised() ? null : advertised,
        };
        return row.Sound ? plan : null;
    }

    /// <summary>The cells in the order of <see cref="Customers"/>.</summary>
    public static IReadOnlyList<string> Cells(Customer customer) =>
    [
        customer.Tenant, customer.Id, customer.Plan ?? "", Lower(customer.Class), customer.Technology ?? "", customer.Region ?? "", customer.Persona ?? "",
        customer.Node ?? "", string.Join(';', customer.Subscriptions), string.Join(';', customer.Probes), ZoneText(customer.Stated),
    ];

    /// <summary>The cells in the order of <see cref="Plans"/>.</summary>
    public static IReadOnlyList<string> Cells(Plan plan) =>
    [
        plan.Tenant, plan.Name, plan.Tier ?? "", plan.Technology ?? "", ZoneText(plan.Promises), NumberText(plan.Advertised?.DelayMs), NumberText(plan.Advertised?.JitterMs),
        NumberText(plan.Advertised?.LossPercent), NumberText(plan.Advertised?.DownMbit), NumberText(plan.Advertised?.UpMbit), NumberText(plan.Advertised?.AvailabilityPercent),
    ];

    public static string Csv(RowShape shape, IEnumerable<IReadOnlyList<string>> rows) =>
        CsvText.Line(shape.Columns.Select(c => c.Name)) + string.Concat(rows.Select(CsvText.Line));

    private static string ZoneText(IReadOnlyDictionary<App, Zone> zones) =>
        string.Join(';', zones.OrderBy(z => z.Key).Select(z => $"{z.Key.Name()}={NumberText(z.Value.Adequate)}/{NumberText(z.Value.Desired)}"));

    private static string NumberText(double? number) => number?.ToString("R", CultureInfo.InvariantCulture) ?? "";

#pragma warning disable CA1308 // classes are lower case in files and in the API
    private static string Lower(CustomerClass word) => word.ToString().ToLowerInvariant();
#pragma warning restore CA1308
}
