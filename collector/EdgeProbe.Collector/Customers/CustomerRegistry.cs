using System.Collections.Immutable;
using EdgeProbe.Collector.Customers.Import;
using EdgeProbe.Collector.Settings;
using EdgeProbe.Contract;

namespace EdgeProbe.Collector.Customers;

/// <summary>
/// All customers and plans. Lives in memory and is written to <see cref="CustomerDatabase"/> before anybody sees it; a change is taken whole
/// or not at all. Readers see one moment and never wait. Thread-safe.
/// </summary>
public sealed class CustomerRegistry
{
    private readonly CustomerDatabase _database;
    private readonly TimeProvider _clock;
    private readonly System.Diagnostics.Metrics.Counter<long> _forgotten;
    private readonly int _mostChanges;
    private readonly Lock _writing = new();
    private volatile CustomerSnapshot _now;

    /// <param name="mostChanges">Changes kept, of all customers and plans together; the oldest go.</param>
    public CustomerRegistry(CustomerDatabase database, TimeProvider clock, CollectorMeter meter, int mostChanges = CustomerRows.MostChanges)
    {
        (_database, _clock, _mostChanges) = (database, clock, mostChanges);
        _forgotten = meter.Counter("edgeprobe_customers_changes_forgotten", "Oldest changes of customers and plans that were forgotten because too many were kept");
        _now = CustomerSnapshot.Of(database.Read(CustomerRows.Customers), database.Read(CustomerRows.Plans));
    }

    /// <summary>Raised after customers, or the plans that they have, were changed; by the thread that changed them.</summary>
    public event Action<CustomersChanged>? Changed;

    /// <summary>In no order.</summary>
    public IEnumerable<Customer> All => _now.Customers.Values;

    /// <summary>In no order.</summary>
    public IEnumerable<Plan> Plans => _now.Plans.Values;

    /// <summary>Counts the changes that were made since the start: what was derived from the registry is good while it stands still.</summary>
    public long Revision => _now.Revision;

    public Customer? Find(string tenant, string id) => Find(new CustomerKey(tenant, id));

    public Customer? Find(CustomerKey key) => _now.Customers.GetValueOrDefault(key);

    public Customer? OfProbe(ProbeId probe) => _now.OfProbe.TryGetValue(probe, out var key) ? Find(key) : null;

    public Plan? FindPlan(PlanKey key) => _now.Plans.GetValueOrDefault(key);

    public Plan? PlanOf(Customer customer) => customer.Plan is { } name ? FindPlan(new PlanKey(customer.Tenant, name)) : null;

    /// <summary>Technology of a customer's line: their own, else their plan's.</summary>
    public string? TechnologyOf(Customer customer) => customer.Technology ?? PlanOf(customer)?.Technology;

    /// <summary>Tier of a customer's plan; null for who has no plan.</summary>
    public string? TierOf(Customer customer) => PlanOf(customer)?.Tier ?? customer.Plan;

    /// <summary>Adds the customers or replaces them, all or none.</summary>
    /// <param name="problems">Gets what speaks against it: a customer named twice, an unknown plan, a probe of two customers.</param>
    /// <returns>Null when there was a problem; nothing is changed then.</returns>
    /// <exception cref="IOException">The file cannot be written; nothing is changed.</exception>
    public ImportCounts? Put(IReadOnlyList<Placed<Customer>> customers, RowProblems problems)
    {
        CustomersChanged changed;
        ImportCounts counts;
        lock (_writing)
        {
            RegistryRules.Check(_now, customers, problems);
            if (problems.Any) return null;
            var changes = customers.Select(c => (c.Value, Changes: Changes(CustomerShape.Customers, Cells(Find(c.Value.Key)), CustomerShape.Cells(c.Value))))
                .Where(c => c.Changes.Count > 0).ToList();
            counts = Counts(customers.Count, changes.Select(c => c.Changes));
            changed = Touched([.. changes.Select(c => c.Value.Key)], changes.Select(c => c.Value).Concat(changes.Select(c => Find(c.Value.Key)).OfType<Customer>()));
            if (changes.Count == 0) return counts;
            Write(connection =>
            {
                foreach (var (customer, made) in changes)
                {
                    CustomerRows.Write(connection, customer);
                    CustomerRows.Write(connection, CustomerRows.OfCustomer, customer.Tenant, customer.Id, made);
                }
            });
            _now = _now.With(changes.Select(c => c.Value));
        }

        Changed?.Invoke(changed);
        return counts;
    }

    /// <summary>As for customers; a plan that is replaced changes what its customers were promised.</summary>
    /// <exception cref="IOException">The file cannot be written; nothing is changed.</exception>
    public ImportCounts? Put(IReadOnlyList<Placed<Plan>> plans, RowProblems problems)
    {
        CustomersChanged changed;
        ImportCounts counts;
        lock (_writing)
        {
            RegistryRules.Check(plans, problems);
            if (problems.Any) return null;
            var changes = plans.Select(p => (p.Value, Changes: Changes(CustomerShape.Plans, Cells(FindPlan(p.Value.Key)), CustomerShape.Cells(p.Value))))
                .Where(p => p.Changes.Count > 0).ToList();
            counts = Counts(plans.Count, changes.Select(p => p.Changes));
            if (changes.Count == 0) return counts;
            var touched = changes.Select(p => p.Value.Key).ToHashSet();
            List<Customer> having = [.. All.Where(c => c.Plan is { } name && touched.Contains(new PlanKey(c.Tenant, name)))];
            changed = Touched([.. having.Select(c => c.Key)], having);
            Write(connection =>
            {
                foreach (var (plan, made) in changes)
                {
                    CustomerRows.Write(connection, plan);
                    CustomerRows.Write(connection, CustomerRows.OfPlan, plan.Tenant, plan.Name, made);
                }
            });
            _now = _now.With(changes.Select(p => p.Value));
        }

        Changed?.Invoke(changed);
        return counts;
    }

    /// <summary>Forgets a customer with all that they said; the history of changes stays.</summary>
    /// <returns>False when there is no such customer.</returns>
    /// <exception cref="IOException">The file cannot be written; nothing is changed.</exception>
    public bool Remove(CustomerKey key)
    {
        CustomersChanged changed;
        lock (_writing)
        {
            if (Find(key) is not { } customer) return false;
            changed = Touched([key], [customer]);
            Write(connection =>
            {
                CustomerRows.Remove(connection, key);
                CustomerRows.Write(connection, CustomerRows.OfCustomer, key.Tenant, key.Id, [new Change(_clock.GetUtcNow(), ChangeKind.Removed, null, null, null)]);
            });
            _now = _now.Without(key);
        }

        Changed?.Invoke(changed);
        return true;
    }

    /// <summary>Forgets a plan that nobody has.</summary>
    /// <returns>False when there is no such plan.</returns>
    /// <exception cref="InvalidOperationException">Customers have it; the message says how many.</exception>
    /// <exception cref="IOException">The file cannot be written; nothing is changed.</exception>
    public bool Remove(PlanKey key)
    {
        lock (_writing)
        {
            if (FindPlan(key) is null) return false;
            if (All.Count(c => c.Tenant == key.Tenant && c.Plan == key.Name) is > 0 and var having)
                throw new InvalidOperationException($"{having} customers have the plan {key}: give them another one first");
            Write(connection =>
            {
                CustomerRows.Remove(connection, key);
                CustomerRows.Write(connection, CustomerRows.OfPlan, key.Tenant, key.Name, [new Change(_clock.GetUtcNow(), ChangeKind.Removed, null, null, null)]);
            });
            _now = _now.Without(key);
            return true;
        }
    }

    /// <summary>A customer's changes, newest first; also of one that was removed.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public IReadOnlyList<Change> History(CustomerKey key, int most = 1_000) =>
        _database.Read(connection => CustomerRows.Changes(connection, CustomerRows.OfCustomer, key.Tenant, key.Id, most));

    /// <summary>A plan's changes, newest first; also of one that was removed.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public IReadOnlyList<Change> History(PlanKey key, int most = 1_000) =>
        _database.Read(connection => CustomerRows.Changes(connection, CustomerRows.OfPlan, key.Tenant, key.Name, most));

    private void Write(Action<Microsoft.Data.Sqlite.SqliteConnection> write)
    {
        var forgotten = 0;
        _database.Write(connection =>
        {
            write(connection);
            forgotten = CustomerRows.BoundChanges(connection, _mostChanges);
        });
        _forgotten.Add(forgotten);
    }

    private List<Change> Changes(RowShape shape, IReadOnlyList<string>? before, IReadOnlyList<string> after)
    {
        var now = _clock.GetUtcNow();
        if (before is null) return [new Change(now, ChangeKind.Added, null, null, null)];
        return [.. shape.Columns.Select((column, i) => (column.Name, Before: before[i], After: after[i])).Where(c => c.Before != c.After)
            .Select(c => new Change(now, ChangeKind.Changed, c.Name, Filled(c.Before), Filled(c.After)))];
    }

    private static ImportCounts Counts(int rows, IEnumerable<List<Change>> changes)
    {
        var added = changes.Count(c => c[0].What == ChangeKind.Added);
        var changed = changes.Count() - added;
        return new ImportCounts(rows, added, changed, rows - added - changed);
    }

    private static CustomersChanged Touched(IReadOnlyCollection<CustomerKey> keys, IEnumerable<Customer> customers) =>
        new(keys, [.. customers.SelectMany(c => c.ProbeIds).Distinct()]);

    private static IReadOnlyList<string>? Cells(Customer? customer) => customer is null ? null : CustomerShape.Cells(customer);

    private static IReadOnlyList<string>? Cells(Plan? plan) => plan is null ? null : CustomerShape.Cells(plan);

    private static string? Filled(string text) => text.Length == 0 ? null : text;
}
