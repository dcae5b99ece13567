using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using EdgeProbe.Collector.Scores;
using EdgeProbe.Collector.Store;
using EdgeProbe.Scoring.Apps;
using EdgeProbe.Scoring.Blame;
using EdgeProbe.Scoring.Composite;
using EdgeProbe.Scoring.Profiles;

namespace EdgeProbe.Benchmarks.Scoring;

/// <summary>What a minute of a probe costs: its rows taken in, its score with blame made, its row for the store. One thread.</summary>
internal static class ScoreReport
{
    private const int Probes = 250;
    private const int Warm = 65;
    private const int Measured = 24;
    private const int Fleet = 10_000;
    private const long Noon = 1_769_990_400_000;

    private static readonly ScoreProfile Profile = ProfileFile.Default;

    // Reused from score to score, as the keeper does.
    private static readonly List<KeptWindow> Checks = [];

    public static int Run(Budgets budgets, string? reference, bool json)
    {
        var minute = Minutes(out var bytesHeld);
        BlameCase[] cases = [.. Cases()];
        var blame = Time(cases, static c => BlameReport.Of(Profile, c.Inputs));
        var both = Time(cases, MinuteOf);
        var peer = PeerOf(reference, cases);
        var figures = new Figures(
            1 / minute.Seconds,
            Fleet * minute.Seconds,
            minute.Bytes,
            1e6 * blame.Seconds,
            blame.Bytes,
            bytesHeld,
            Fleet * bytesHeld / 1_048_576,
            peer?.BlameSeconds / cases.Length / blame.Seconds,
            peer?.MinuteSeconds / cases.Length / both.Seconds);
        string[] broken =
        [
            .. Over(budgets, "score.bytes_per_minute", figures.BytesPerMinute),
            .. Over(budgets, "score.blame_bytes", figures.BlameBytes),
            .. Over(budgets, "score.bytes_held_per_probe", figures.BytesHeldPerProbe),
            .. peer is null ? [] : Under(budgets, "score.blame_times_reference", figures.BlameTimesReference!.Value),
            .. peer is null ? [] : Under(budgets, "score.minute_times_reference", figures.MinuteTimesReference!.Value),
        ];
        if (json) Console.WriteLine(JsonSerializer.Serialize(new { figures, broken, holds = broken.Length == 0 }, JsonSerializerOptions.Web));
        else Print(figures, broken);
        return broken.Length == 0 ? 0 : 1;
    }

    private static (double Seconds, double Bytes) Minutes(out double bytesHeld)
    {
        LineMaker[] makers = [.. Enumerable.Range(0, Probes).Select(i => new LineMaker(i))];
        var before = GC.GetTotalMemory(true);
        ScoreWorkspace[] workspaces = [.. makers.Select(m => new ScoreWorkspace(m.Probe, () => LineMaker.Periods))];
        for (var minute = 0; minute < Warm; minute++)
            for (var i = 0; i < Probes; i++) workspaces[i].Take(makers[i].Minute(Noon + minute * 60_000L), late: false);
        foreach (var workspace in workspaces) workspace.Touched.Clear();
        bytesHeld = (double)(GC.GetTotalMemory(true) - before) / Probes;

        var scorer = new ProbeScorer(Profile, Profile.Persona("default_home")!);
        var (best, bytes) = (double.MaxValue, 0.0);
        for (var minute = Warm; minute < Warm + Measured; minute++)
        {
            var start = Noon + minute * 60_000L;
            List<WindowRow>[] batches = [.. makers.Select(m => m.Minute(start))];
            var (allocated, at) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.GetTimestamp());
            for (var i = 0; i < Probes; i++) Check(Score(workspaces[i], batches[i], start, scorer));
            best = Math.Min(best, Stopwatch.GetElapsedTime(at).TotalSeconds / Probes);
            bytes = (double)(GC.GetAllocatedBytesForCurrentThread() - allocated) / Probes;
        }

        GC.KeepAlive(workspaces);
        return (best, bytes);
    }

    private static ScoreRow Score(ScoreWorkspace workspace, List<WindowRow> rows, long startMs, ProbeScorer scorer)
    {
        workspace.Take(rows, late: false);
        var end = startMs + 60_000;
        var window = new ScoreWindow(
            end, workspace.Rows(end - ScoreWindow.LengthMs, end), workspace.Checks(end, Checks), workspace.Slots, LineMaker.Periods, workspace.Answered(end), end)
        {
            Floors = workspace.Floors,
        };
        workspace.Touched.Clear();
        return ScoreRows.Of(workspace.Id, startMs / 60_000, scorer.Of(window), Profile.Version);
    }

    // The benchmark's own answer: a score that is one, with its parts.
    private static void Check(ScoreRow row)
    {
        if (row is not { Score.Value: > 0 and < 100, Causes: not null, Apps.Count: >= 5 } || row.Segments[3] is null) throw new InvalidOperationException($"no such score: {row}");
    }

    private static IEnumerable<BlameCase> Cases()
    {
        var random = new Random(4);
        for (var i = 0; i < 500; i++) yield return BlameCase.Of(Profile, random);
    }

    // As the peer makes it: two envelopes, the composite and the blame.
    private static object MinuteOf(BlameCase one)
    {
        var report = BlameReport.Of(Profile, one.Inputs);
        _ = Lows(one);
        _ = CompositeScore.Of(one.Inputs.Persona, report.Apps, 0);
        return report;
    }

    private static double[] Lows(BlameCase one) =>
    [
        Envelope.OfDelays(Profile, App.VideoCall, one.Delays, one.Sent, one.Lost)!.Value.Low,
        Envelope.OfDelays(Profile, App.Gaming, one.Delays, one.Sent, one.Lost)!.Value.Low,
    ];

    private static (double Seconds, double Bytes) Time(BlameCase[] cases, Func<BlameCase, object> run)
    {
        var (best, bytes) = (double.MaxValue, 0.0);
        for (var round = 0; round < 30; round++)
        {
            var (allocated, at) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.GetTimestamp());
            foreach (var one in cases) GC.KeepAlive(run(one));
            best = Math.Min(best, Stopwatch.GetElapsedTime(at).TotalSeconds / cases.Length);
            bytes = (double)(GC.GetAllocatedBytesForCurrentThread() - allocated) / cases.Length;
        }

        return (best, bytes);
    }

    private static PeerAnswer? PeerOf(string? reference, BlameCase[] cases)
    {
        var peer = ReferencePeer.Run(reference, cases);
        if (peer is null) return null;
        for (var i = 0; i < cases.Length; i++)
        {
            var (report, lows) = (BlameReport.Of(Profile, cases[i].Inputs), Lows(cases[i]));
            Same(report.Score, peer.Scores[i]);
            Same(report.SegmentPoints[0], peer.Lan[i]);
            Same(lows[0], peer.Lows[i][0]);
            Same(lows[1], peer.Lows[i][1]);
        }

        return peer;
    }

    private static void Same(double ours, double theirs)
    {
        if (Math.Abs(ours - theirs) > 1e-6) throw new InvalidOperationException($"the specification says {theirs} where we say {ours}");
    }

    private static IEnumerable<string> Over(Budgets budgets, string name, double figure) =>
        figure > budgets.Of(name) ? [string.Create(CultureInfo.InvariantCulture, $"{name}: {figure:F0}, and the budget is {budgets.Of(name):F0}")] : [];

    private static IEnumerable<string> Under(Budgets budgets, string name, double figure) =>
        figure < budgets.Of(name) ? [string.Create(CultureInfo.InvariantCulture, $"{name}: {figure:F1}, and at least {budgets.Of(name):F1} are due")] : [];

    private static void Print(Figures figures, string[] broken)
    {
        Line("minutes scored a second, one core", $"{figures.MinutesPerSecond:F0}");
        Line("10,000 probes' minute", $"{figures.SecondsFor10000Probes:F2} s");
        Line("allocated for a minute", $"{figures.BytesPerMinute:F0} B");
        Line("blame of it, apart", $"{figures.BlameMicroseconds:F1} us, {figures.BlameBytes:F0} B");
        Line("held for a probe", $"{figures.BytesHeldPerProbe / 1024:F1} KiB; 10,000 probes {figures.MebibytesFor10000Probes:F0} MiB");
        if (figures.BlameTimesReference is { } blame) Line("faster than the specification", $"blame {blame:F0} times, a minute's scoring {figures.MinuteTimesReference:F0} times");
        foreach (var line in broken) Console.Error.WriteLine($"score: {line}");
    }

    private static void Line(string what, FormattableString figure) => Console.WriteLine($"{what,-36}{FormattableString.Invariant(figure)}");

    private sealed record Figures(
        double MinutesPerSecond,
        double SecondsFor10000Probes,
        double BytesPerMinute,
        double BlameMicroseconds,
        double BlameBytes,
        double BytesHeldPerProbe,
        double MebibytesFor10000Probes,
        double? BlameTimesReference,
        double? MinuteTimesReference);
}
