using EdgeProbe.Probers;
using EdgeProbe.Probers.Http;
using EdgeProbe.Probers.Names;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeProbe.Agent.Tests.Probers.Http;

/// <summary>Short ways to an HTTP check.</summary>
internal static class Fetch
{
    public static Target Target(string url, IpFamily family = IpFamily.V4, string? words = null) => new()
    {
        Test = 1,
        Name = "shop",
        Kind = Kind.Http,
        Segment = Segment.Service,
        Family = family,
        Host = new Uri(url).Host,
        Url = new Uri(url),
        ExpectedBody = words,
    };

    public static AddressBook Book(INameResolver? resolver = null) =>
        new(resolver ?? new SystemNameResolver(new NameOptions(), TimeProvider.System), new NameOptions(), TimeProvider.System);

    public static HttpProber Prober(HttpOptions options, INameResolver? resolver = null) => Prober(options, Book(resolver));

    public static HttpProber Prober(HttpOptions options, AddressBook book) =>
        new(options, book, TimeProvider.System, NullLogger<HttpProber>.Instance);

    public static async Task<Measurement> ByNameAsync(string url, string? words = null, IpFamily family = IpFamily.V4, HttpOptions? options = null)
    {
        await using var prober = Prober(options ?? new HttpOptions());
        return await prober.MeasureAsync(Target(url, family, words), default);
    }
}
