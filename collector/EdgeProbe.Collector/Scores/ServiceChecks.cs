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

    private readonly CheckTimeline[] _timelines;

    public ServiceChecks(IEnumerable<WindowRow> rows, IReadOnlyDictionary<TestKey, TimeSpan> periods) =>
        _timelines = [.. rows.Where(IsServiceCheck).GroupBy(r => r.Test).Select(g => new CheckTimeline(g.SelectMany(ResultsOf), ReachOf(g.Key, periods)))];

    public SlotState Combine(SlotState path, long slot)
    {
        Span<CheckVerdict> verdicts = _timelines.Length <= 64 ? stackalloc CheckVerdict[_timelines.Length] : new CheckVerdict[_timelines.Length];
        for (var i = 0; i < _timelines.Length; i++) verdicts[i] = _timelines[i].At(slot);
        return ServiceSlots.Combine(path, verdicts);
    }

    public static bool IsServiceCheck(WindowRow row) => row is { TimeTrusted: true, Test.Segment: Segment.Service } && WebLookback.IsCheck(row);

    // Two periods, so that a check that comes a little late is still the next one.
    private static int ReachOf(TestKey test, IReadOnlyDictionary<TestKey, TimeSpan> periods)
    {
        var reach = 2 * periods.GetValueOrDefault(test, UsualPeriod).TotalMilliseconds;
        return (int)(Math.Min(reach, MostReachMs) / Window.SlotMs);
    }

    // A sample without slots of its own is one check at the window's start.
    private static IEnumerable<CheckResult> ResultsOf(WindowRow row)
    {
        var (first, slots) = (row.StartMs / Window.SlotMs, row.Sample.Slots);
        if (slots.All(s => s.State == SlotState.Unknown)) return [new CheckResult(first, TestSpan.Of([row])!.Unsuccessful < row.Sample.Sent)];
        return slots.Select((s, i) => (s.State, Slot: first + i)).Where(s => s.State != SlotState.Unknown).Select(s => new CheckResult(s.Slot, s.State == SlotState.Good));
    }
}
