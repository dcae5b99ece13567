using EdgeProbe.Collector.Customers.Import;
using EdgeProbe.Collector.Settings;

namespace EdgeProbe.Collector.Customers;

/// <summary>
/// What customers said: ratings, complaints and tickets, for two years and a million of them at most. Whatever is said of the same customer,
/// time, kind, pillar and app again replaces what was said before. Thread-safe.
/// </summary>
public sealed class RatingBook
{
    /// <summary>Two years: a season can be compared with the same season before.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(730);

    private readonly CustomerDatabase _database;
    private readonly CustomerRegistry _registry;
    private readonly TimeProvider _clock;
    private readonly System.Diagnostics.Metrics.Counter<long> _forgotten;
    private readonly int _most;
    private readonly Lock _writing = new();
    private long _count;

    public RatingBook(CustomerDatabase database, CustomerRegistry registry, TimeProvider clock, CollectorMeter meter, int most = 1_000_000)
    {
        (_database, _registry, _clock, _most) = (database, registry, clock, most);
        _forgotten = meter.Counter("edgeprobe_ratings_forgotten", "Oldest ratings, complaints and tickets forgotten, by age or because too many were kept");
        _count = database.Read(RatingRows.Count);
    }

    /// <summary>Raised after customers said something new.</summary>
    public event Action<IReadOnlyCollection<CustomerKey>>? Changed;

    /// <summary>Takes all or none.</summary>
    /// <param name="problems">Gets what speaks against it: a customer who is not known.</param>
    /// <returns>Null when there was a problem.</returns>
    /// <exception cref="IOException">The file cannot be written; nothing is changed.</exception>
    public ImportCounts? Add(IReadOnlyList<Placed<Rating>> ratings, RowProblems problems)
    {
        foreach (var (line, rating) in ratings)
            if (_registry.Find(rating.Customer) is null)
                problems.Add(line, "customer", rating.Customer.Id, $"{rating.Customer.Tenant} has no such customer", "import the customer first, or leave the row out");
        if (problems.Any) return null;
        var (added, changed, forgotten) = (0, 0, 0);
        lock (_writing)
        {
            _database.Write(connection =>
            {
                foreach (var (_, rating) in ratings)
                {
                    var before = RatingRows.Find(connection, rating);
                    if (!before.Found) added++;
                    else if (before.Value != rating.Value) changed++;
                    else continue;
                    RatingRows.Write(connection, rating);
                }

                if (_count + added > _most) forgotten = RatingRows.Bound(connection, _most);
            });
            _count += added - forgotten;
        }

        _forgotten.Add(forgotten);
        if (added + changed > 0) Changed?.Invoke([.. ratings.Select(r => r.Value.Customer).Distinct()]);
        return new ImportCounts(ratings.Count, added, changed, ratings.Count - added - changed);
    }

    /// <summary>What a customer said since then, oldest first.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public IReadOnlyList<Rating> Of(CustomerKey key, DateTimeOffset since) => _database.Read(connection => RatingRows.Of(connection, key, since.ToUnixTimeMilliseconds()));

    /// <summary>What all customers said since then, oldest first.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public IReadOnlyList<Rating> Since(DateTimeOffset since) => _database.Read(connection => RatingRows.Since(connection, since.ToUnixTimeMilliseconds()));

    /// <summary>Forgets what is older than two years.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void ForgetOld()
    {
        lock (_writing)
        {
            var forgotten = 0;
            _database.Write(connection => forgotten = RatingRows.ForgetBefore(connection, (_clock.GetUtcNow() - Kept).ToUnixTimeMilliseconds()));
            _count = _database.Read(RatingRows.Count);
            _forgotten.Add(forgotten);
        }
    }
}

/// <summary>What other systems posted of the pillars that are theirs: the newest of each customer and pillar. Thread-safe.</summary>
public sealed class PillarBook(CustomerDatabase database, CustomerRegistry registry)
{
    /// <summary>Takes all or none; what is older than what is known already changes nothing.</summary>
    /// <returns>Null when there was a problem.</returns>
    /// <exception cref="IOException">The file cannot be written; nothing is changed.</exception>
    public ImportCounts? Post(IReadOnlyList<Placed<PillarScore>> scores, RowProblems problems)
    {
        foreach (var (line, score) in scores)
            if (registry.Find(score.Customer) is null)
                problems.Add(line, "customer", score.Customer.Id, $"{score.Customer.Tenant} has no such customer", "import the customer first, or leave the row out");
        if (problems.Any) return null;
        var (added, changed) = (0, 0);
        database.Write(connection =>
        {
            foreach (var (_, score) in scores)
            {
                var before = PillarRows.Of(connection, score.Customer).Find(s => s.Pillar == score.Pillar);
                if (before is null) added++;
                else if (before != score && before.At <= score.At) changed++;
                else continue;
                PillarRows.Write(connection, score);
            }
        });
        return new ImportCounts(scores.Count, added, changed, scores.Count - added - changed);
    }

    /// <exception cref="IOException">The file cannot be read.</exception>
    public IReadOnlyList<PillarScore> Of(CustomerKey key) => database.Read(connection => PillarRows.Of(connection, key));
}
