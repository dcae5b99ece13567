using EdgeProbe.Collector.Settings;
using EdgeProbe.Scoring.Apps;

namespace EdgeProbe.Collector.Customers.Import;

/// <summary>Ratings and posted pillars as rows. A column of free text is refused: what was written is never stored.</summary>
internal static class RatingShape
{
    private const double NpsFactor = 10;

    // Clocks of two systems differ a little.
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(5);

    public static RowShape Ratings { get; } = new(
        [
            new("tenant", Required: true), new("customer", Required: true), new("at", Required: true), new("kind", Required: true), new("value", ColumnKind.Number),
            new("pillar"), new("app"),
        ],
        "leave it out: what a customer wrote is not stored, only when, of what and how much");

    public static RowShape Pillars { get; } = new(
        [
            new("tenant", Required: true), new("customer", Required: true), new("pillar", Required: true), new("score", ColumnKind.Number, Required: true),
            new("at", Required: true), new("source", Required: true),
        ],
        "leave it out, or correct its name");

    public static Rating? ReadRating(RowReader row, IReadOnlyList<PillarSettings> pillars, DateTimeOffset now)
    {
        var (tenant, id, kind) = (row.Tenant(), row.Name("customer"), row.Choice<RatingKind>("kind", required: true));
        var at = row.Time("at", now + Ahead);
        if (at < now - RatingBook.Kept) row.Problem("at", "is older than what is kept", $"leave the row out: {RatingBook.Kept.TotalDays:0} days are kept");
        var value = ValueOf(row, kind);
        var pillar = row.OneOf("pillar", [.. pillars.Select(p => p.Name)]);
        var app = row.OneOf("app", [.. AppNames.All.Select(a => a.Name())]);
        if (!row.Sound) return null;
        return new Rating
        {
            Customer = new CustomerKey(tenant, id),
            At = at!.Value,
            Kind = kind!.Value,
            Value = value,
            Pillar = pillar ?? PillarSettings.Network,
            App = app is not null && AppNames.TryParse(app, out var known) ? known : null,
        };
    }

    public static PillarScore? ReadPillar(RowReader row, IReadOnlyList<PillarSettings> pillars, DateTimeOffset now)
    {
        var (tenant, id) = (row.Tenant(), row.Name("customer"));
        var pillar = row.OneOf("pillar", [.. pillars.Select(p => p.Name)]);
        if (pillar is null) row.Problem("pillar", "is missing", "name one of the settings' pillars");
        if (pillar == PillarSettings.Network) row.Problem("pillar", "is measured here", "post another pillar: network is filled by EdgeProbe itself");
        var score = row.Number("score", 0, 100);
        if (score is null && row.Raw("score").Length == 0) row.Problem("score", "is missing", "write a number from 0 to 100; a score that is not known is not posted");
        var at = row.Time("at", now + Ahead);
        var source = row.Text("source");
        if (source is null) row.Problem("source", "is missing", "name the system that says it");
        return row.Sound ? new PillarScore(new CustomerKey(tenant, id), pillar!, score!.Value, at!.Value, source!) : null;
    }

    private static double? ValueOf(RowReader row, RatingKind? kind)
    {
        switch (kind)
        {
            case RatingKind.Complaint or RatingKind.Ticket:
                if (row.Raw("value").Length > 0) row.Problem("value", "is given for a complaint or a ticket", "leave it empty: that it was said is what counts");
                return null;
            case null:
                return null;
            default:
                if (row.Raw("value").Length == 0) row.Problem("value", "is missing", "write 0 to 100 for a rating, 0 to 10 for nps");
                return kind == RatingKind.Nps ? NpsFactor * row.Number("value", 0, 10) : row.Number("value", 0, 100);
        }
    }
}

/// <summary>Takes what customers said and what other systems post. Thread-safe.</summary>
public sealed class RatingImporter(RatingBook ratings, PillarBook posted, IReadOnlyList<PillarSettings> pillars, TimeProvider clock)
{
    /// <exception cref="IOException">The body broke off, or the file cannot be written; nothing is changed.</exception>
    public async Task<ImportResult> RatingsAsync(Stream body, ImportForm form, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var (rows, problems) = await Importer.ReadAsync(body, form, RatingShape.Ratings, row => RatingShape.ReadRating(row, pillars, now), cancellation);
        return new ImportResult(ratings.Add(rows, problems), problems);
    }

    /// <exception cref="IOException">The body broke off, or the file cannot be written; nothing is changed.</exception>
    public async Task<ImportResult> PillarsAsync(Stream body, ImportForm form, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var (rows, problems) = await Importer.ReadAsync(body, form, RatingShape.Pillars, row => RatingShape.ReadPillar(row, pillars, now), cancellation);
        return new ImportResult(posted.Post(rows, problems), problems);
    }
}
