using System.Collections.Immutable;
using EdgeProbe.Collector.Customers.Import;
using EdgeProbe.Contract;

namespace EdgeProbe.Collector.Customers;

/// <summary>All customers and plans at one moment. Immutable.</summary>
internal sealed record CustomerSnapshot(
    ImmutableDictionary<CustomerKey, Customer> Customers, ImmutableDictionary<ProbeId, CustomerKey> OfProbe, ImmutableDictionary<PlanKey, Plan> Plans, long Revision)
{
    public static CustomerSnapshot Of(IEnumerable<Customer> customers, IEnumerable<Plan> plans) =>
        new CustomerSnapshot(
            ImmutableDictionary<CustomerKey, Customer>.Empty, ImmutableDictionary<ProbeId, CustomerKey>.Empty, ImmutableDictionary<PlanKey, Plan>.Empty, -2)
            .With(plans).With(customers);

    public CustomerSnapshot With(IEnumerable<Customer> customers)
    {
        var (all, probes) = (Customers.ToBuilder(), OfProbe.ToBuilder());
        var list = customers.ToList();
        // First all the old, then all the new: a probe may move from one customer to another in one import.
        foreach (var customer in list)
            if (all.TryGetValue(customer.Key, out var before)) probes.RemoveRange(before.ProbeIds);
        foreach (var customer in list)
        {
            all[customer.Key] = customer;
            foreach (var probe in customer.ProbeIds) probes[probe] = customer.Key;
        }

        return this with { Customers = all.ToImmutable(), OfProbe = probes.ToImmutable(), Revision = Revision + 1 };
    }

    public CustomerSnapshot With(IEnumerable<Plan> plans) =>
        this with { Plans = Plans.SetItems(plans.Select(p => KeyValuePair.Create(p.Key, p))), Revision = Revision + 1 };

    public CustomerSnapshot Without(CustomerKey key) => this with
    {
        Customers = Customers.Remove(key),
        OfProbe = OfProbe.RemoveRange(Customers[key].ProbeIds),
        Revision = Revision + 1,
    };

    public CustomerSnapshot Without(PlanKey key) => this with { Plans = Plans.Remove(key), Revision = Revision + 1 };
}

/// <summary>What must hold between rows, beyond what each row says for itself.</summary>
internal static class RegistryRules
{
    public static void Check(CustomerSnapshot now, IReadOnlyList<Placed<Customer>> customers, RowProblems problems)
    {
        var lines = new Dictionary<CustomerKey, int>();
        foreach (var (line, customer) in customers)
        {
            if (!lines.TryAdd(customer.Key, line))
                problems.Add(line, "id", customer.Id, $"the customer stands on line {lines[customer.Key]} too", "keep one row for each customer");
            if (customer.Plan is { } plan && !now.Plans.ContainsKey(new PlanKey(customer.Tenant, plan)))
                problems.Add(line, "plan", plan, $"{customer.Tenant} has no such plan", "import the plan first, or leave the cell empty");
        }

        var owners = new Dictionary<ProbeId, CustomerKey>();
        foreach (var (line, customer) in customers)
            foreach (var probe in customer.ProbeIds)
                if (OwnerOf(now, probe, lines, owners, customer.Key) is { } other)
                    problems.Add(line, "probes", probe.Probe, $"the probe belongs to {other} already", "a probe belongs to one customer: take it from the other in the same import, or before");
    }

    public static void Check(IReadOnlyList<Placed<Plan>> plans, RowProblems problems)
    {
        var lines = new Dictionary<PlanKey, int>();
        foreach (var (line, plan) in plans)
            if (!lines.TryAdd(plan.Key, line))
                problems.Add(line, "plan", plan.Name, $"the plan stands on line {lines[plan.Key]} too", "keep one row for each plan");
    }

    // Of those whom the import names only what it says counts, since it replaces them.
    private static CustomerKey? OwnerOf(
        CustomerSnapshot now, ProbeId probe, Dictionary<CustomerKey, int> named, Dictionary<ProbeId, CustomerKey> owners, CustomerKey claims)
    {
        if (owners.TryGetValue(probe, out var other)) return other == claims ? null : other;
        owners[probe] = claims;
        return now.OfProbe.TryGetValue(probe, out var before) && before != claims && !named.ContainsKey(before) ? before : null;
    }
}
