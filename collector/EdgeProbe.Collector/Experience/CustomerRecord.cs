using EdgeProbe.Collector.Customers;

namespace EdgeProbe.Collector.Experience;

/// <summary>What the past says of a customer. Immutable; made anew once a day, and when the customer or what they said changes.</summary>
/// <param name="MadeOn">Day number on which it was made.</param>
/// <param name="Days">Whole days, oldest first.</param>
/// <param name="Own">Median of their typical days of the last 28, 0 to 100; null when fewer than seven are known.</param>
/// <param name="Moments">Their newest ratings of the network, oldest first.</param>
public sealed record CustomerRecord(int MadeOn, IReadOnlyList<CustomerDay> Days, double? Own, IReadOnlyList<RatedMoment> Moments)
{
    /// <summary>Days that make a customer's own median.</summary>
    public const int OwnDays = 28;

    /// <summary>Days that are kept: the longest parity period, and the six shifted ones of its daily history.</summary>
    public const int KeptDays = 62;

    /// <summary>Known days among them that make it a habit.</summary>
    public const int FewestOwnDays = 7;

    public static CustomerRecord Empty { get; } = new(int.MinValue, [], null, []);

    /// <summary>Ratings minus scores, for calibration.</summary>
    public IReadOnlyList<double> Residuals { get; } = [.. Moments.Select(m => m.Residual).OfType<double>()];

    public static CustomerRecord Of(int today, IReadOnlyList<CustomerDay> days, IReadOnlyList<RatedMoment> moments)
    {
        var own = days.Where(d => d.Number >= today - OwnDays && d.Number < today).Select(d => (double?)d.Typical).OfType<double>().ToList();
        return new CustomerRecord(today, days, own.Count < FewestOwnDays ? null : Middle.Of(own), moments);
    }
}

/// <summary>Customers whom one is compared with: the same technology and plan of the same operator. Immutable.</summary>
internal sealed class Peers
{
    public const int Fewest = 5;

    private readonly Dictionary<(string Tenant, string Technology, string Plan), List<double>> _groups = [];

    /// <param name="customers">All of them with their technology and their own median.</param>
    public Peers(IEnumerable<(Customer Customer, string? Technology, double Own)> customers)
    {
        foreach (var (customer, technology, own) in customers)
        {
            if (technology is null || customer.Plan is not { } plan) continue;
            if (!_groups.TryGetValue((customer.Tenant, technology, plan), out var group)) _groups[(customer.Tenant, technology, plan)] = group = [];
            group.Add(own);
        }

        foreach (var group in _groups.Values) group.Sort();
    }

    /// <summary>Median of the others' own medians, 0 to 100; null when there are fewer than five others, or the customer has no technology or plan.</summary>
    public double? Of(Customer customer, string? technology, double? own)
    {
        if (technology is null || customer.Plan is not { } plan || !_groups.TryGetValue((customer.Tenant, technology, plan), out var group)) return null;
        var self = own is { } mine ? group.BinarySearch(mine) : -1;
        var others = group.Count - (self >= 0 ? 1 : 0);
        if (others < Fewest) return null;
        double At(int rank) => group[self >= 0 && rank >= self ? rank + 1 : rank];
        return others % 2 == 1 ? At(others / 2) : (At(others / 2 - 1) + At(others / 2)) / 2;
    }
}
