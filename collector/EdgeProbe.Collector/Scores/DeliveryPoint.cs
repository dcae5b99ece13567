using EdgeProbe.Collector.Store;

namespace EdgeProbe.Collector.Scores;

/// <summary>
/// Where the way to what the customer pays for is measured: of each service and family the one kind of test that answers, all services
/// together. Some hosts never answer a ping, and that is no loss on the line.
/// </summary>
/// <param name="Rows">Rows of the tests that speak for the services; empty when none does.</param>
/// <param name="Note">What was used instead of what, and who is no reference; null when there is nothing to say.</param>
internal sealed record DeliveryPoint(IReadOnlyList<WindowRow> Rows, string? Note)
{
    // Packets first: a connect happens too seldom to say much of loss.
    private static readonly Kind[] Preferred = [Kind.Stamp, Kind.Icmp, Kind.Tcp];

    public static DeliveryPoint Of(ScoreWindow window, IEnumerable<WindowRow> rows)
    {
        var (speaking, notes) = (new List<WindowRow>(), new List<string>());
        var services = rows.Where(r => r.Test.Segment == Segment.Service && Preferred.Contains(r.Test.Kind)).GroupBy(r => (r.Test.Target, r.Test.Family));
        foreach (var service in services.OrderBy(s => s.Key.Target, StringComparer.Ordinal).ThenBy(s => s.Key.Family))
        {
            var name = $"{service.Key.Target} over IP{TestKey.Lower(service.Key.Family)}";
            var kinds = service.Where(r => r.Sample.Sent > 0).ToLookup(r => r.Test.Kind);
            if (KindOf(window, kinds) is not { } kind)
            {
                if (kinds.Count > 0) notes.Add($"{name} did not answer once in 24 hours, so it is no reference");
                continue;
            }

            speaking.AddRange(kinds[kind]);
            if (kind == Kind.Tcp && kinds.Count > 1) notes.Add($"{name} is judged by its TCP connections, since it answers no packets");
        }

        return new DeliveryPoint(speaking, notes.Count == 0 ? null : string.Join("; ", notes));
    }

    // What is silent now counts as lost only when it can answer at all.
    private static Kind? KindOf(ScoreWindow window, ILookup<Kind, WindowRow> kinds)
    {
        foreach (var kind in Preferred)
            if (kinds[kind].Any(r => r.Sample.Received > 0)) return kind;
        foreach (var kind in Preferred)
            if (kinds[kind].Any(r => window.Answered.Contains(r.Test))) return kind;
        return null;
    }
}
