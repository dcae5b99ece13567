using EdgeProbe.Collector.Store;
using EdgeProbe.Scoring.Availability;

namespace EdgeProbe.Collector.Scores;

/// <summary>The checks of the paid-for services among rows, one timeline for each test. Immutable.</summary>
internal sealed class ServiceChecks
{
    /// <summary>No check speaks for longer; what is checked less often than every five minutes speaks for its own slots alone.</summary>
    public const long MostReachMs = 10 * 60 * 1000;

    // A test whose birth is not known yet, at the plan's usual order of magnitude.
    private static readonly TimeSpan UsualPeriod = TimeSpan.FromMinutes(1);

    private readonly List<CheckTimeline> _timelines = [];

    public ServiceChecks(IReadOnlyList<KeptWindow> rows, IReadOnlyDictionary<TestKey, TimeSpan> periods)
    {
        Dictionary<TestKey, List<CheckResult>>? tests = null;
        for (var i = 0; i < rows.Count; i++)
        {
            var row = rows[i];
            if (!IsServiceCheck(row)) continue;
            tests ??= [];
            if (!tests.TryGetValue(row.Test, out var results)) tests[row.Test] = results = [];
            AddResults(row, results);
        }

        if (tests is null) return;
        foreach (var (test, results) in tests) _timelines.Add(new CheckTimeline(results, ReachOf(test, periods)));
    }

    public SlotState Combine(SlotState path, long slot)
    {
        Span<CheckVerdict> verdicts = _timelines.Count <= 64 ? stackalloc CheckVerdict[_timelines.Count] : new CheckVerdict[_timelines.Count];
        for (var i = 0; i < _timelines.Count; i++) verdicts[i] = _timelines[i].At(slot);
        return ServiceSlots.Combine(path, verdicts);
    }

    public static bool IsServiceCheck(in KeptWindow row) => row is { TimeTrusted: true, Test.Segment: Segment.Service } && WebLookback.IsCheck(row);

    // Two periods, so that a check that comes a little late is still the next one.
    private static int ReachOf(TestKey test, IReadOnlyDictionary<TestKey, TimeSpan> periods)
    {
        var reach = 2 * periods.GetValueOrDefault(test, UsualPeriod).TotalMilliseconds;
        return (int)(Math.Min(reach, MostReachMs) / Window.SlotMs);
    }

    // A sample without slots of its own is one check at the window's start.
    private static void AddResults(in KeptWindow row, List<CheckResult> results)
    {
        var (first, before) = (row.StartMs / Window.SlotMs, results.Count);
        foreach (var (index, slot) in row.Slots) results.Add(new CheckResult(first + index, slot.State == SlotState.Good));
        if (results.Count > before) return;
        var counts = row.Counts();
        results.Add(new CheckResult(first, counts.Unsuccessful < counts.Sent));
    }
}
