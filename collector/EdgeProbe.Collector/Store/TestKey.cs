using System.Globalization;
using EdgeProbe.Contract;

namespace EdgeProbe.Collector.Store;

/// <summary>
/// One test's series. The alias alone would not do: a new card starts a new epoch, in which the same alias may stand for another target.
/// </summary>
public sealed record TestKey(uint Alias, Kind Kind, Segment Segment, IpFamily Family, string Target)
{
    /// <summary>The same as one word, for a REST client that asks for this series: <c>icmp:gateway:v4:1</c>.</summary>
    public string Id => string.Create(CultureInfo.InvariantCulture, $"{Lower(Kind)}:{Target}:{Lower(Family)}:{Alias}");

    public static TestKey Of(TestDescription test) => new(test.Alias, test.Kind, test.Segment, test.Family, test.Target);

#pragma warning disable CA1308 // lower case is how these words are written in JSON, tags and on the dashboard
    public static string Lower<T>(T word) where T : struct, Enum => word.ToString().ToLowerInvariant();
#pragma warning restore CA1308
}
