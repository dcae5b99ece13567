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

    /// <summary>Without the target, whose text takes long and which the alias nearly always tells apart: rows are looked up by this key all the time.</summary>
    public override int GetHashCode() => HashCode.Combine(Alias, Kind, Segment, Family);

    public bool Equals(TestKey? other) =>
        ReferenceEquals(this, other)
        || (other is not null && Alias == other.Alias && Kind == other.Kind && Segment == other.Segment && Family == other.Family && Target == other.Target);

    public static TestKey Of(TestDescription test) => new(test.Alias, test.Kind, test.Segment, test.Family, test.Target);

#pragma warning disable CA1308 // lower case is how these words are written in JSON, tags and on the dashboard
    public static string Lower<T>(T word) where T : struct, Enum => word.ToString().ToLowerInvariant();
#pragma warning restore CA1308
}
