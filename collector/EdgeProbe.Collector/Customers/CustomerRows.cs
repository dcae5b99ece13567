using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace EdgeProbe.Collector.Customers;

/// <summary>Customers, plans and their changes as rows of the file.</summary>
internal static class CustomerRows
{
    /// <summary>Changes that are kept, of all customers and plans together.</summary>
    public const int MostChanges = 500_000;

    public const string OfCustomer = "customer";
    public const string OfPlan = "plan";

    public static List<Customer> Customers(SqliteConnection connection) => Facts<Customer>(connection, "SELECT facts FROM customer");

    public static List<Plan> Plans(SqliteConnection connection) => Facts<Plan>(connection, "SELECT facts FROM plan");

    public static void Write(SqliteConnection connection, Customer customer) => CustomerDatabase.Run(
        connection, "INSERT OR REPLACE INTO customer (tenant, id, facts) VALUES ($tenant, $id, $facts)",
        ("$tenant", customer.Tenant), ("$id", customer.Id), ("$facts", JsonSerializer.Serialize(customer)));

    public static void Write(SqliteConnection connection, Plan plan) => CustomerDatabase.Run(
        connection, "INSERT OR REPLACE INTO plan (tenant, name, facts) VALUES ($tenant, $name, $facts)",
        ("$tenant", plan.Tenant), ("$name", plan.Name), ("$facts", JsonSerializer.Serialize(plan)));

    /// <summary>Takes with the customer what they said and what was posted of them.</summary>
    public static void Remove(SqliteConnection connection, CustomerKey key)
    {
        foreach (var sql in (string[])["DELETE FROM customer WHERE tenant = $tenant AND id = $id",
            "DELETE FROM rating WHERE tenant = $tenant AND customer = $id", "DELETE FROM pillar WHERE tenant = $tenant AND customer = $id"])
            CustomerDatabase.Run(connection, sql, ("$tenant", key.Tenant), ("$id", key.Id));
    }

    public static void Remove(SqliteConnection connection, PlanKey key) => CustomerDatabase.Run(
        connection, "DELETE FROM plan WHERE tenant = $tenant AND name = $name", ("$tenant", key.Tenant), ("$name", key.Name));

    public static void Write(SqliteConnection connection, string of, string tenant, string name, IEnumerable<Change> changes)
    {
        foreach (var change in changes)
            CustomerDatabase.Run(
                connection, "INSERT INTO change (of, tenant, name, at_ms, what, field, before, after) VALUES ($of, $tenant, $name, $at, $what, $field, $before, $after)",
                ("$of", of), ("$tenant", tenant), ("$name", name), ("$at", change.At.ToUnixTimeMilliseconds()), ("$what", (int)change.What),
                ("$field", change.Field), ("$before", change.Before), ("$after", change.After));
    }

    /// <returns>How many of the oldest changes were forgotten.</returns>
    public static int BoundChanges(SqliteConnection connection, int most) => CustomerDatabase.Run(
        connection, "DELETE FROM change WHERE id <= (SELECT max(id) FROM change) - $most", ("$most", most));

    public static List<Change> Changes(SqliteConnection connection, string of, string tenant, string name, int most)
    {
        using var command = CustomerDatabase.Command(
            connection, "SELECT at_ms, what, field, before, after FROM change WHERE of = $of AND tenant = $tenant AND name = $name ORDER BY id DESC LIMIT $most",
            ("$of", of), ("$tenant", tenant), ("$name", name), ("$most", most));
        using var row = command.ExecuteReader();
        var changes = new List<Change>();
        while (row.Read())
            changes.Add(new Change(DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(0)), (ChangeKind)row.GetInt32(1), Text(row, 2), Text(row, 3), Text(row, 4)));
        return changes;
    }

    private static List<T> Facts<T>(SqliteConnection connection, string sql)
    {
        using var command = CustomerDatabase.Command(connection, sql);
        using var row = command.ExecuteReader();
        var facts = new List<T>();
        while (row.Read())
            if (JsonSerializer.Deserialize<T>(row.GetString(0)) is { } one) facts.Add(one);
        return facts;
    }

    private static string? Text(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
