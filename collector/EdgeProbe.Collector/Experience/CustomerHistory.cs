using System.Collections.Concurrent;
using EdgeProbe.Collector.Customers;
using EdgeProbe.Collector.Settings;
using EdgeProbe.Collector.Store;
using Microsoft.Extensions.Logging;

namespace EdgeProbe.Collector.Experience;

/// <summary>
/// Keeps what the past says of each customer: read from the store once a day, and again when the customer's record or ratings change, never
/// for a request. One task does the reading; readers may come from any thread and never wait.
/// </summary>
public sealed class CustomerHistory
{
    public const int MostRatings = 50;
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RatingsReach = TimeSpan.FromDays(90);

    // A rating whose half hour is not over is joined with what there is, and again this often until it is.
    private static readonly TimeSpan BetweenUnsettled = TimeSpan.FromMinutes(5);

    // A day's last minutes are final some time after midnight.
    private static readonly TimeSpan AfterMidnight = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<CustomerKey, CustomerRecord> _records = new();
    // When, Unix milliseconds.
    private readonly ConcurrentDictionary<CustomerKey, long> _due = new();
    private readonly CustomerRegistry _registry;
    private readonly RatingBook _ratings;
    private readonly ISampleStore _store;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly System.Diagnostics.Metrics.Counter<long> _broke;
    private volatile Peers _peers = new([]);
    private int _completeFor = int.MinValue;
    private long _revision;

    public CustomerHistory(
        CustomerRegistry registry, RatingBook ratings, ISampleStore store, TimeProvider clock, CollectorMeter meter, ILogger<CustomerHistory> log)
    {
        (_registry, _ratings, _store, _clock, _log) = (registry, ratings, store, clock, log);
        _broke = meter.Counter("edgeprobe_experience_broke", "Errors in keeping customers' histories that nobody expected");
        meter.Gauge("edgeprobe_customers", "Customers", () => _registry.All.Count());
        registry.Changed += changed => MakeDue(changed.Customers);
        ratings.Changed += MakeDue;
    }

    /// <summary>Counts the times that any record was made anew: what was derived from records is good while it stands still.</summary>
    public long Revision => Interlocked.Read(ref _revision);

    public CustomerRecord Of(CustomerKey key) => _records.GetValueOrDefault(key, CustomerRecord.Empty);

    /// <summary>Median of the peers' own medians, 0 to 100, of the whole and of each app; null when there are fewer than five.</summary>
    public UsualLevels PeersOf(Customer customer) => _peers.Of(Alike.Of(_registry, customer), Of(customer.Key).Own);

    /// <summary>Number of the day that is under way as far as records go.</summary>
    public int Today => (int)((_clock.GetUtcNow() - AfterMidnight).ToUnixTimeMilliseconds() / CustomerDay.LengthMs);

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Tick, _clock);
        try
        {
            do await RefreshOrLogAsync(stopping);
            while (await timer.WaitForNextTickAsync(stopping));
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }
    }

    /// <summary>Makes anew the records that are due.</summary>
    /// <exception cref="StoreReadException">The store did not answer; what is still due stays so.</exception>
    public async ValueTask RefreshAsync(CancellationToken stopping)
    {
        var (today, now, made) = (Today, _clock.GetUtcNow().ToUnixTimeMilliseconds(), 0);
        try
        {
            foreach (var customer in _completeFor == today ? Due(now) : _registry.All)
            {
                var before = Of(customer.Key);
                if (before.MadeOn == today && !(_due.TryGetValue(customer.Key, out var at) && at <= now)) continue;
                _due.TryRemove(customer.Key, out _);
                await MakeAsync(customer, before, today, stopping);
                made++;
            }

            _completeFor = today;
        }
        finally
        {
            if (made > 0) Publish();
        }
    }

    private async ValueTask RefreshOrLogAsync(CancellationToken stopping)
    {
        try
        {
            await RefreshAsync(stopping);
        }
        catch (Exception problem) when (problem is StoreReadException or IOException)
        {
            ExperienceLog.CannotRead(_log, problem.Message);
        }
#pragma warning disable CA1031 // the edge of the loop: one customer's surprise must not end everybody's history
        catch (Exception unexpected) when (unexpected is not OperationCanceledException)
        {
            _broke.Add(1);
            ExperienceLog.Broke(_log, unexpected);
        }
#pragma warning restore CA1031
    }

    private async ValueTask MakeAsync(Customer customer, CustomerRecord before, int today, CancellationToken stopping)
    {
        try
        {
            var rows = new List<DayRow>();
            foreach (var probe in customer.ProbeIds)
                rows.AddRange(await _store.ReadDaysAsync(probe, (today - CustomerRecord.KeptDays) * CustomerDay.LengthMs, today * CustomerDay.LengthMs, stopping));
            var moments = await MomentsAsync(customer, before, stopping);
            _records[customer.Key] = CustomerRecord.Of(today, CustomerDay.Speaking(rows), moments);
            if (moments.Any(m => !m.Settled)) MakeDue(customer.Key, (_clock.GetUtcNow() + BetweenUnsettled).ToUnixTimeMilliseconds());
        }
        catch
        {
            MakeDue(customer.Key, 0);
            throw;
        }
    }

    private async ValueTask<IReadOnlyList<RatedMoment>> MomentsAsync(Customer customer, CustomerRecord before, CancellationToken stopping)
    {
        var now = _clock.GetUtcNow();
        var known = before.Moments.Where(m => m.Settled && m.Parts.Count > 0).ToDictionary(m => m.Rating);
        var moments = new List<RatedMoment>();
        var asked = _ratings.Of(customer.Key, now - RatingsReach).Where(r => r.Value is not null && r.Pillar == PillarSettings.Network);
        foreach (var rating in asked.TakeLast(MostRatings))
            moments.Add(known.TryGetValue(rating, out var moment) ? moment : await RatedMoment.ReadAsync(_store, customer.ProbeIds, rating, now, stopping));
        return moments;
    }

    private void Publish()
    {
        foreach (var key in _records.Keys)
            if (_registry.Find(key) is null) _records.TryRemove(key, out _);
        _peers = new Peers(_registry.All.Select(c => (Alike.Of(_registry, c), Of(c.Key).Own)));
        Interlocked.Increment(ref _revision);
    }

    private IEnumerable<Customer> Due(long now)
    {
        foreach (var (key, at) in _due)
        {
            if (at > now) continue;
            if (_registry.Find(key) is { } customer) yield return customer;
            else _due.TryRemove(key, out _);
        }
    }

    private void MakeDue(IReadOnlyCollection<CustomerKey> customers)
    {
        foreach (var key in customers) MakeDue(key, 0);
    }

    private void MakeDue(CustomerKey key, long at) => _due.AddOrUpdate(key, at, (_, before) => Math.Min(before, at));
}
