using System.Text.Json;
using EdgeProbe.Collector.Fleet;

namespace EdgeProbe.Collector.Api.Views;

/// <summary>One sample that was set aside: when, why, its sequence number, and in words what it was.</summary>
public sealed record QuarantinedSampleView(DateTimeOffset Time, string Reason, ulong Sequence, string Text)
{
    // A database's refusal may quote a whole line.
    private const int LongestText = 500;

    internal static QuarantinedSampleView Of(QuarantineEntry entry) => new(
        entry.At,
        JsonNamingPolicy.CamelCase.ConvertName(entry.Reason),
        entry.Sequence,
        entry.Sample.Length <= LongestText ? entry.Sample : entry.Sample[..LongestText] + "...");
}

/// <summary>Newest first, at most 100.</summary>
public sealed record QuarantineList(IReadOnlyList<QuarantinedSampleView> Samples);
