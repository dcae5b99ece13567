using EdgeProbe.Collector.Api.Views;
using EdgeProbe.Collector.Customers;
using EdgeProbe.Collector.Customers.Import;

namespace EdgeProbe.Collector.Api;

/// <summary>Who the customers are.</summary>
internal static class CustomerEndpoints
{
    public static void MapCustomers(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/customers", (int? most, CustomerViewMaker views) =>
                most < 1 ? Problems.Bad($"most is {most}; it must be 1 or more") : Results.Ok(views.List(most)))
            .WithSummary("All customers, the one furthest short of their expectation first; ?most=100 for as many").Produces<CustomerList>().ProducesProblem(400);
        routes.MapGet("/api/v1/customers/{tenant}/{id}", Detail).WithSummary("One customer seen whole").Produces<CustomerDetail>().ProducesProblem(404).ProducesProblem(503);
        routes.MapPut("/api/v1/customers/{tenant}/{id}", (string tenant, string id, HttpContext context, Importer importer) =>
                ImportBody.TakeOneAsync(context, body => importer.Customer(body, new CustomerKey(tenant, id))))
            .WithSummary("Adds a customer or replaces them").Produces<ImportCounts>().ProducesProblem(400).Produces<ImportProblems>(422).ProducesProblem(503);
        routes.MapDelete("/api/v1/customers/{tenant}/{id}", Remove).WithSummary("Forgets a customer and all that they said")
            .Produces(204).ProducesProblem(404).ProducesProblem(503);
        routes.MapGet("/api/v1/customers/{tenant}/{id}/history", (string tenant, string id, CustomerRegistry registry) =>
                PlanEndpoints.HistoryOf(() => registry.History(new CustomerKey(tenant, id))))
            .WithSummary("Changes of a customer's record, newest first").Produces<ChangeList>().ProducesProblem(503);
        routes.MapPost("/api/v1/customers/import", (HttpContext context, Importer importer) =>
                ImportBody.TakeAsync(context, csv: true, json: true, (body, form) => importer.CustomersAsync(body, form, context.RequestAborted)))
            .WithSummary("Customers as CSV or as a JSON array: all or none").Produces<ImportCounts>().ProducesProblem(413).ProducesProblem(415).Produces<ImportProblems>(422);
        routes.MapGet("/api/v1/customers/export", (Importer importer) => Results.Text(importer.ExportCustomers(), "text/csv; charset=utf-8")).WithSummary("All customers as CSV, as the import takes it");
    }

    private static IResult Detail(string tenant, string id, CustomerViewMaker views)
    {
        try
        {
            return views.Detail(new CustomerKey(tenant, id)) is { } detail ? Results.Ok(detail) : Problems.NoCustomer(tenant, id);
        }
        catch (IOException problem)
        {
            return Problems.Unavailable(problem.Message);
        }
    }

    private static IResult Remove(string tenant, string id, CustomerRegistry registry)
    {
        try
        {
            return registry.Remove(new CustomerKey(tenant, id)) ? Results.NoContent() : Problems.NoCustomer(tenant, id);
        }
        catch (IOException problem)
        {
            return Problems.Unavailable(problem.Message);
        }
    }
}
