using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using EdgeProbe.Collector.Scores.Replay;

namespace EdgeProbe.Collector.Commands.Replay;

/// <summary>What a replay found, as a table for people or as one JSON document.</summary>
internal sealed class ReplayReport(string before, string after, DateTimeOffset from, DateTimeOffset to)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private readonly List<ReplayedProbe> _probes = [];

    public void Add(ReplayedProbe probe) => _probes.Add(probe);

    public void Write(TextWriter output, bool json)
    {
        if (json) output.WriteLine(JsonSerializer.Serialize(Document(), Json));
        else WriteTable(output);
    }

    private object Document() => new
    {
        Profile = before,
        Against = after,
        From = from,
        To = to,
        Probes = _probes.Count,
        ProbesChanged = _probes.Count(p => p.ChangedMinutes > 0),
        Minutes = _probes.Sum(p => (long)p.Minutes),
        MinutesChanged = _probes.Sum(p => (long)p.ChangedMinutes),
        LargestDifference = _probes.Select(p => p.LargestDifference).DefaultIfEmpty().Max(),
        Changes = _probes.SelectMany(p => p.Changes).Select(c => new { c.Probe.Tenant, c.Probe.Probe, c.From, c.To, c.Minutes, c.Before, c.After }),
    };

    private void WriteTable(TextWriter output)
    {
        foreach (var change in _probes.SelectMany(p => p.Changes))
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{change.Probe.Tenant}/{change.Probe.Probe}  {change.From:yyyy-MM-dd HH:mm}Z to {change.To:yyyy-MM-dd HH:mm}Z  {change.Minutes} min  {Words(change.Before)} -> {Words(change.After)}"));
        }

        var (minutes, changed) = (_probes.Sum(p => (long)p.Minutes), _probes.Sum(p => (long)p.ChangedMinutes));
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{before} against {after}: state or band would change in {changed} of {minutes} minutes, of {_probes.Count(p => p.ChangedMinutes > 0)} of {_probes.Count} probes; the largest difference is {_probes.Select(p => p.LargestDifference).DefaultIfEmpty().Max():0.0} points"));
    }

    private static string Words(Judged judged) => string.Create(
        CultureInfo.InvariantCulture, $"{(judged.Score is { } score ? $"{score:0.0} {judged.Band}" : "no score")} ({judged.State.ToString().ToLowerInvariant()})");
}
