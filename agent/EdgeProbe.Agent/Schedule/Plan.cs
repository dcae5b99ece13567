using EdgeProbe.Agent.Settings;
using EdgeProbe.Probers;
using EdgeProbe.Probers.Names;

namespace EdgeProbe.Agent.Schedule;

/// <summary>
/// The default plan: the segment ladder from the box outward, and beside it the checks of what the customer pays for and of the resolvers.
/// README.md of this room draws it.
/// </summary>
internal sealed class Plan(AgentSettings settings, AddressBook book, DefaultRoutes routes, FirstHops hops)
{
    private readonly TimeSpan _ladder = TimeSpan.FromMilliseconds(settings.Plan.LadderIntervalMs);

    public IReadOnlyList<PlannedTest> Tests() =>
        [.. Gateway(), .. FirstHop(), .. Reflector(), .. settings.Services.SelectMany(Service), .. Resolvers(), .. Path()];

    private IEnumerable<PlannedTest> Gateway()
    {
        if (settings.Gateway == "none") yield break;
        foreach (var family in Families(settings.Gateway == "auto" ? null : settings.Gateway))
        {
            yield return Ladder("gateway", Segment.Lan, family, settings.Gateway, settings.Gateway == "auto"
                ? _ => ValueTask.FromResult(ChoiceOf(routes.Gateway(family)))
                : FromBook(settings.Gateway, family));
        }
    }

    private IEnumerable<PlannedTest> FirstHop()
    {
        if (WalkTarget is not { } host) yield break;
        foreach (var family in Families(host))
        {
            yield return Ladder("first-hop", Segment.Access, family, "auto", _ => ValueTask.FromResult(ChoiceOf(hops.Of(family))));
        }
    }

    private IEnumerable<PlannedTest> Reflector()
    {
        if (settings.Reflector is not { } reflector) yield break;
        foreach (var family in Families(reflector.Host))
        {
            yield return Of(Kind.Stamp, "reflector", Segment.Core, family, reflector.Host, _ladder, t => t with { Port = reflector.Port });
        }
    }

    private IEnumerable<PlannedTest> Service(ServiceSettings service)
    {
        foreach (var family in service.FamiliesOf(service.Destination))
        {
            if (service.Ping) yield return Of(Kind.Icmp, service.Name, Segment.Service, family, service.Destination, _ladder);
            if (service.TcpPort is { } port)
                yield return Of(Kind.Tcp, service.Name, Segment.Service, family, service.Destination, Every(settings.Plan.TcpIntervalSeconds), t => t with { Port = port });
        }

        if (service.Address is not { } url) yield break;
        foreach (var family in service.FamiliesOf(url.DnsSafeHost))
        {
            yield return Of(Kind.Http, service.Name, Segment.Service, family, url.DnsSafeHost, Every(settings.Plan.HttpIntervalSeconds),
                t => t with { Url = url, ExpectedBody = service.ExpectBody, Port = url.Port });
        }
    }

    private IEnumerable<PlannedTest> Resolvers()
    {
        if (Question is not { } question) yield break;
        foreach (var resolver in ResolverList.Of(settings.Resolvers))
        {
            foreach (var family in Families(resolver.Host))
            {
                yield return Of(Kind.Dns, resolver.ToString(), Segment.None, family, resolver.Host, Every(settings.Plan.DnsIntervalSeconds),
                    t => t with { Port = resolver.Port, Question = question });
            }
        }
    }

    private IEnumerable<PlannedTest> Path()
    {
        if (WalkTarget is not { } host) yield break;
        foreach (var family in Families(host))
        {
            yield return Of(Kind.Path, "path", Segment.None, family, host, Every(settings.Plan.PathIntervalSeconds));
        }
    }

    /// <summary>Where the walk that finds the first hop goes: the reflector, else the first service.</summary>
    private string? WalkTarget => settings.Reflector?.Host ?? (settings.Services.Count > 0 ? settings.Services[0].Destination : null);

    private string? Question => settings.DnsQuestion
        ?? settings.Services.Select(s => s.Destination).FirstOrDefault(host => !System.Net.IPAddress.TryParse(host, out _));

    private PlannedTest Ladder(string name, Segment segment, IpFamily family, string host, AddressSource address) => new()
    {
        Target = new Target { Test = 0, Name = name, Kind = Kind.Icmp, Segment = segment, Family = family, Host = host },
        Period = _ladder,
        Address = address,
    };

    private PlannedTest Of(
        Kind kind, string name, Segment segment, IpFamily family, string host, TimeSpan period, Func<Target, Target>? more = null)
    {
        var target = new Target { Test = 0, Name = name, Kind = kind, Segment = segment, Family = family, Host = host };
        return new PlannedTest { Target = more?.Invoke(target) ?? target, Period = period, Address = FromBook(host, family) };
    }

    private AddressSource FromBook(string host, IpFamily family) => cancellation => book.NextAsync(host, family, cancellation);

    private static IEnumerable<IpFamily> Families(string? host) => new ServiceSettings().FamiliesOf(host ?? "");

    private static TimeSpan Every(int seconds) => TimeSpan.FromSeconds(seconds);

    private static AddressChoice ChoiceOf(System.Net.IPAddress? address) =>
        address is null ? AddressChoice.None(Reason.NoAddressOfThisFamily) : new AddressChoice(Reason.Answered, address);
}
