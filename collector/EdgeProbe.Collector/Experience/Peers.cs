using EdgeProbe.Collector.Customers;
using EdgeProbe.Collector.Store;
using EdgeProbe.Scoring.Apps;

namespace EdgeProbe.Collector.Experience;

/// <summary>Levels that somebody is used to, 0 to 100, of the whole and of each app; null where not known.</summary>
public readonly record struct UsualLevels(double? Whole, PerApp Apps);

/// <summary>Whom a customer is compared with; null parts are not known. Who has no technology or no plan has no peers.</summary>
public readonly record struct Alike(string Tenant, string? Technology, string? Tier, string? Region)
{
    public static Alike Of(CustomerRegistry registry, Customer customer) =>
        new(customer.Tenant, registry.TechnologyOf(customer), registry.TierOf(customer), customer.Region);

    public bool HasPeers => Technology is not null && Tier is not null;
}

/// <summary>Customers whom one is compared with: the same technology, tier and region of the same operator. Immutable.</summary>
internal sealed class Peers
{
    public const int Fewest = 5;

    private readonly Dictionary<Alike, Levels> _groups = [];

    /// <param name="customers">All of them with their own medians.</param>
    public Peers(IEnumerable<(Alike Alike, UsualLevels Own)> customers)
    {
        foreach (var (alike, own) in customers)
        {
            if (!alike.HasPeers) continue;
            if (!_groups.TryGetValue(alike, out var group)) _groups[alike] = group = new Levels();
            group.Add(own);
        }

        foreach (var group in _groups.Values) group.Sort();
    }

    /// <summary>Medians of the others' own medians; null when there are fewer than five others, or it is not known whom the customer is like.</summary>
    /// <param name="own">The customer's own medians, as they were given when this was made.</param>
    public UsualLevels Of(in Alike alike, in UsualLevels own) => alike.HasPeers && _groups.TryGetValue(alike, out var group) ? group.Without(own) : default;

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
