using EdgeProbe.Scoring.Apps;
using Microsoft.Data.Sqlite;
using static EdgeProbe.Collector.Customers.CustomerDatabase;

namespace EdgeProbe.Collector.Customers;

/// <summary>What customers said, as rows of the file.</summary>
internal static class RatingRows
{
    private const string Columns = "SELECT tenant, customer, at_ms, kind, pillar, app, value FROM rating";

    public static long Count(SqliteConnection connection)
    {
        using var command = Command(connection, "SELECT count(*) FROM rating");
        return (long)command.ExecuteScalar()!;
    }

    public static (bool Found, double? Value) Find(SqliteConnection connection, Rating rating)
    {
        using var command = Command(
            connection, "SELECT value FROM rating WHERE tenant = $tenant AND customer = $customer AND at_ms = $at AND kind = $kind AND pillar = $pillar AND app = $app",
            KeyOf(rating));
        using var row = command.ExecuteReader();
        return row.Read() ? (true, row.IsDBNull(0) ? null : row.GetDouble(0)) : (false, null);
    }

    public static void Write(SqliteConnection connection, Rating rating) => Run(
        connection,
        "INSERT OR REPLACE INTO rating (tenant, customer, at_ms, kind, pillar, app, value) VALUES ($tenant, $customer, $at, $kind, $pillar, $app, $value)",
        [.. KeyOf(rating), ("$value", rating.Value)]);

    public static List<Rating> Of(SqliteConnection connection, CustomerKey key, long sinceMs) => Read(Command(
        connection, $"{Columns} WHERE tenant = $tenant AND customer = $customer AND at_ms >= $since ORDER BY at_ms",
        ("$tenant", key.Tenant), ("$customer", key.Id), ("$since", sinceMs)));

    public static List<Rating> Since(SqliteConnection connection, long sinceMs) =>
        Read(Command(connection, $"{Columns} WHERE at_ms >= $since ORDER BY at_ms, tenant, customer", ("$since", sinceMs)));

    public static int ForgetBefore(SqliteConnection connection, long beforeMs) => Run(connection, "DELETE FROM rating WHERE at_ms < $before", ("$before", beforeMs));

    /// <returns>How many of the oldest were forgotten.</returns>
    public static int Bound(SqliteConnection connection, int most) => Run(
        connection, "DELETE FROM rating WHERE at_ms <= (SELECT at_ms FROM rating ORDER BY at_ms DESC LIMIT 1 OFFSET $most)", ("$most", most));

    private static (string, object?)[] KeyOf(Rating rating) =>
    [
        ("$tenant", rating.Customer.Tenant), ("$customer", rating.Customer.Id), ("$at", rating.At.ToUnixTimeMilliseconds()), ("$kind", (int)rating.Kind),
        ("$pillar", rating.Pillar), ("$app", rating.App?.Name() ?? ""),
    ];

    private static List<Rating> Read(SqliteCommand command)
    {
        using (command)
        {
            using var row = command.ExecuteReader();
            var ratings = new List<Rating>();
            while (row.Read())
            {
                ratings.Add(new Rating
                {
                    Customer = new CustomerKey(row.GetString(0), row.GetString(1)),
                    At = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(2)),
                    Kind = (RatingKind)row.GetInt32(3),
                    Pillar = row.GetString(4),
                    App = AppNames.TryParse(row.GetString(5), out var app) ? app : null,
                    Value = row.IsDBNull(6) ? null : row.GetDouble(6),
                });
            }

            return ratings;
        }
    }
}

/// <summary>Other systems' scores, as rows of the file.</summary>
internal static class PillarRows
{
    public static List<PillarScore> Of(SqliteConnection connection, CustomerKey key)
    {
        using var command = Command(
            connection, "SELECT pillar, score, at_ms, source FROM pillar WHERE tenant = $tenant AND customer = $customer", ("$tenant", key.Tenant), ("$customer", key.Id));
        using var row = command.ExecuteReader();
        var scores = new List<PillarScore>();
        while (row.Read()) scores.Add(new PillarScore(key, row.GetString(0), row.GetDouble(1), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(2)), row.GetString(3)));
        return scores;
    }

    public static void Write(SqliteConnection connection, PillarScore score) => Run(
        connection, "INSERT OR REPLACE INTO pillar (tenant, customer, pillar, score, at_ms, source) VALUES ($tenant, $customer, $pillar, $score, $at, $source)",
        ("$tenant", score.Customer.Tenant), ("$customer", score.Customer.Id), ("$pillar", score.Pillar), ("$score", score.Score),
        ("$at", score.At.ToUnixTimeMilliseconds()), ("$source", score.Source));
}
