using EdgeProbe.Collector.Customers;
using EdgeProbe.Collector.Store;
using EdgeProbe.Scoring.Apps;

namespace EdgeProbe.Collector.Experience;

/// <summary>Levels that somebody is used to, 0 to 100, of the whole and of each app; null where not known.</summary>
public readonly record struct UsualLevels(double? Whole, PerApp Apps);

/// <summary>Customers whom one is compared with: the same technology and plan of the same operator. Immutable.</summary>
internal sealed class Peers
{
    public const int Fewest = 5;

    private readonly Dictionary<(string Tenant, string Technology, string Plan), Levels> _groups = [];

    /// <param name="customers">All of them with their technology and their own medians.</param>
    public Peers(IEnumerable<(Customer Customer, string? Technology, UsualLevels Own)> customers)
    {
        foreach (var (customer, technology, own) in customers)
        {
            if (technology is null || customer.Plan is not { } plan) continue;
            if (!_groups.TryGetValue((customer.Tenant, technology, plan), out var group)) _groups[(customer.Tenant, technology, plan)] = group = new Levels();
            group.Add(own);
        }

        foreach (var group in _groups.Values) group.Sort();
    }

    /// <summary>Medians of the others' own medians; null when there are fewer than five others, or the customer has no technology or plan.</summary>
    /// <param name="own">The customer's own medians, as they were given when this was made.</param>
    public UsualLevels Of(Customer customer, string? technology, in UsualLevels own)
    {
        if (technology is null || customer.Plan is not { } plan || !_groups.TryGetValue((customer.Tenant, technology, plan), out var group)) return default;
        return group.Without(own);
    }

    // One group's own medians, each kind apart: a customer may be known for one app and not for another.
    private sealed class Levels
    {
        private readonly List<double> _whole = [];
        private readonly List<double>[] _apps = [.. AppNames.All.Select(_ => new List<double>())];

        public void Add(in UsualLevels own)
        {
            if (own.Whole is { } whole) _whole.Add(whole);
            foreach (var app in AppNames.All)
                if (own.Apps[app] is { } level) _apps[(int)app].Add(level);
        }

        public void Sort()
        {
            _whole.Sort();
            foreach (var app in _apps) app.Sort();
        }

        public UsualLevels Without(in UsualLevels own)
        {
            return new UsualLevels(Without(_whole, own.Whole), new PerApp(
                Of(App.Voice, own.Apps), Of(App.VideoCall, own.Apps), Of(App.Gaming, own.Apps), Of(App.Web, own.Apps), Of(App.Streaming, own.Apps), Of(App.Availability, own.Apps)));
        }

        private double? Of(App app, in PerApp own) => Without(_apps[(int)app], own[app]);

        private static double? Without(List<double> group, double? own)
        {
            var self = own is { } mine ? group.BinarySearch(mine) : -1;
            var others = group.Count - (self >= 0 ? 1 : 0);
            if (others < Fewest) return null;
            double At(int rank) => group[self >= 0 && rank >= self ? rank + 1 : rank];
            return others % 2 == 1 ? At(others / 2) : (At(others / 2 - 1) + At(others / 2)) / 2;
        }
    }
}
