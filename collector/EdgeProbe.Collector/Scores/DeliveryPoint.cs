using EdgeProbe.Collector.Store;

namespace EdgeProbe.Collector.Scores;

/// <summary>
/// Where the way to what the customer pays for is measured: of each service and family the one kind of test that answers, all services
/// together. Some hosts never answer a ping, and that is no loss on the line.
/// </summary>
/// <param name="Tests">Tests that speak for the services; empty when none does.</param>
/// <param name="Note">What was used instead of what, and who is no reference; null when there is nothing to say.</param>
internal sealed record DeliveryPoint(List<TestSpan> Tests, string? Note)
{
    // Packets first: a connect happens too seldom to say much of loss.
    private static readonly Kind[] Preferred = [Kind.Stamp, Kind.Icmp, Kind.Tcp];

    public static DeliveryPoint Of(ScoreWindow window, List<TestSpan> spans)
    {
        List<TestSpan> services = [];
        foreach (var span in spans)
            if (span.Test.Segment == Segment.Service && Array.IndexOf(Preferred, span.Test.Kind) >= 0) services.Add(span);
        services.Sort(static (a, b) => ByService(a.Test, b.Test));

        var (speaking, note) = (new List<TestSpan>(services.Count), (string?)null);
        for (int from = 0, to; from < services.Count; from = to)
        {
            for (to = from + 1; to < services.Count && ByService(services[from].Test, services[to].Test) == 0;) to++;
            if (One(window, services.GetRange(from, to - from), speaking) is { } word) note = note is null ? word : $"{note}; {word}";
        }

        return new DeliveryPoint(speaking, note);
    }

    private static int ByService(TestKey a, TestKey b) =>
        string.CompareOrdinal(a.Target, b.Target) is not 0 and var order ? order : a.Family.CompareTo(b.Family);

    private static string? One(ScoreWindow window, List<TestSpan> service, List<TestSpan> speaking)
    {
        service.RemoveAll(static t => t.Sent == 0);
        if (service.Count == 0) return null;
        if (KindOf(window, service) is not { } kind) return $"{Name(service[0].Test)} did not answer once in 24 hours, so it is no reference";
        var others = false;
        foreach (var test in service)
            if (test.Test.Kind == kind) speaking.Add(test);
            else others = true;
        return kind == Kind.Tcp && others ? $"{Name(service[0].Test)} is judged by its TCP connections, since it answers no packets" : null;
    }

    private static string Name(TestKey test) => $"{test.Target} over IP{TestKey.Lower(test.Family)}";

    // What is silent now counts as lost only when it can answer at all.
    private static Kind? KindOf(ScoreWindow window, List<TestSpan> tests)
    {
        foreach (var kind in Preferred)
            foreach (var test in tests)
                if (test.Test.Kind == kind && test.Received > 0) return kind;
        foreach (var kind in Preferred)
            foreach (var test in tests)
                if (test.Test.Kind == kind && window.Answered.Contains(test.Test)) return kind;
        return null;
    }
}
