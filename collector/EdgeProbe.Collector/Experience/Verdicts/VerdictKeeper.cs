using System.Collections.Concurrent;
using System.Collections.Immutable;
using EdgeProbe.Collector.Settings;
using EdgeProbe.Contract;
using EdgeProbe.Scoring.Blame;
using Microsoft.Extensions.Logging;

namespace EdgeProbe.Collector.Experience.Verdicts;

/// <summary>
/// Every probe's verdict now and since when it stands, with the neighbours that were heard. A verdict is made when the probe's score is, and
/// written behind by <see cref="RunAsync"/>. Thread-safe.
/// </summary>
public sealed class VerdictKeeper
{
    // A verdict that comes back within this was never gone: the score's own window is as long.
    public const long BlipMs = 5 * 60_000;

    /// <summary>
    /// A part of the way must be the one to blame for so long before it is named: while a trouble comes into the window, its points do not see it
    /// at the same moment. What is down has been so for as long already.
    /// </summary>
    public const long StandsMs = 30_000;

    private static readonly TimeSpan BetweenWrites = TimeSpan.FromSeconds(5);

    // What has only gone on is written less often than what is new.
    private const long BetweenProlongedMs = 60_000;

    private readonly ConcurrentDictionary<ProbeId, Standing> _standing = new();
    private readonly ConcurrentDictionary<ProbeId, bool> _unwritten = new();
    private readonly VerdictDatabase _database;
    private readonly NodeBook _nodes;
    private readonly Func<ProbeId, LineView?> _line;
    private readonly TimeProvider _clock;
    private readonly System.Diagnostics.Metrics.Counter<long> _failed;
    private readonly ILogger _log;

    /// <param name="line">A probe's newest score; null while there is none.</param>
    /// <exception cref="IOException">What stood before cannot be read.</exception>
    public VerdictKeeper(
        VerdictDatabase database, NodeBook nodes, Func<ProbeId, LineView?> line, TimeProvider clock, CollectorMeter meter, ILogger<VerdictKeeper> log)
    {
        (_database, _nodes, _line, _clock, _log) = (database, nodes, line, clock, log);
        _failed = meter.Counter("edgeprobe_verdicts_not_written", "Verdicts that could not be written; they are written with the next");
        foreach (var group in database.Newest().GroupBy(e => e.Probe))
        {
            VerdictEpisode[] newest = [.. group.OrderByDescending(e => e.SinceMs)];
            _standing[group.Key] = new Standing(newest[0], newest.Length > 1 ? newest[1] : null, newest[0].LastMs);
        }
    }

    /// <summary>Null until the probe was scored.</summary>
    public VerdictEpisode? Latest(ProbeId probe) => _standing.GetValueOrDefault(probe)?.Now;

    /// <summary>What stood between two moments, oldest first.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public IReadOnlyList<VerdictEpisode> Between(ProbeId probe, long fromMs, long toMs)
    {
        WriteBehind();
        return _database.Between(probe, fromMs, toMs);
    }

    /// <summary>Judges a probe anew, after its score has changed.</summary>
    public void Judge(ProbeId probe)
    {
        if (_line(probe) is not { } line) return;
        var made = Made(line);
        _standing.AddOrUpdate(probe, _ => new Standing(made, null, 0), (_, before) => before.With(made));
        _unwritten[probe] = true;
    }

    /// <summary>Writes behind until cancelled, and once more then.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(BetweenWrites, _clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping)) WriteBehind();
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            WriteBehind();
        }
    }

    /// <summary>Forgets what ended before a moment.</summary>
    public void ForgetBefore(long beforeMs) => Try(() => _database.ForgetBefore(beforeMs));

    private VerdictEpisode Made(LineView line)
    {
        var neighbours = line.Shares.Any(share => share.Holds(Segment.Access)) ? _nodes.NeighboursOf(line.Probe) : [];
        var heard = neighbours.Select(id => _line(id)).OfType<LineView>().Select(n => new Neighbour(n.Probe.Probe, FreshState(line, n), n.Score.Value, n.AccessPoints));
        return new VerdictEpisode
        {
            Probe = line.Probe,
            SinceMs = line.EndMs,
            LastMs = line.EndMs,
            Verdict = Verdict.Of(line.Score, line.Shares, line.Fault, [.. heard], line.IsProven),
            Cause = line.Cause,
            NotAttributable = line.NotAttributable,
            Node = _nodes.Of(line.Probe) ?? "",
        };
    }

    // A neighbour that fell silent still has the score of before.
    private static ScoreState FreshState(LineView line, LineView neighbour) =>
        Math.Abs(line.EndMs - neighbour.EndMs) > BlipMs ? ScoreState.Stale : neighbour.Score.State;

    private void WriteBehind()
    {
        var due = new List<(ProbeId Id, Standing Standing)>();
        foreach (var id in _unwritten.Keys)
        {
            if (!_standing.TryGetValue(id, out var standing) || !standing.IsDue(BetweenProlongedMs)) continue;
            _unwritten.TryRemove(id, out _);
            due.Add((id, standing));
        }

        if (due.Count == 0) return;
        if (!Try(() => _database.Write(due.SelectMany(d => d.Standing.Episodes), due.SelectMany(d => d.Standing.Undone.Select(start => (d.Id, start))))))
        {
            foreach (var (id, _) in due) _unwritten[id] = true;
            return;
        }

        foreach (var (id, written) in due) _standing.AddOrUpdate(id, written, (_, now) => now.Without(written));
    }

    private bool Try(Action write)
    {
        try
        {
            write();
            return true;
        }
        catch (IOException problem)
        {
            _failed.Add(1);
            VerdictLog.CannotWrite(_log, problem.Message);
            return false;
        }
    }

    /// <summary>What stands, what stood before it, and how much of it is on disk.</summary>
    /// <param name="WrittenMs">How far what stands is on disk; 0 when it is not.</param>
    private sealed record Standing(VerdictEpisode Now, VerdictEpisode? Before, long WrittenMs)
    {
        /// <summary>Over, and not on disk as it ended.</summary>
        public ImmutableList<VerdictEpisode> Ended { get; private init; } = [];

        /// <summary>Starts of episodes that turned out to be blips: they are taken back from the disk.</summary>
        public ImmutableList<long> Undone { get; private init; } = [];

        public IEnumerable<VerdictEpisode> Episodes => Ended.Add(Now);

        /// <summary>Who would be named, and has not been the one for long enough.</summary>
        private VerdictEpisode? Candidate { get; init; }

        public Standing With(VerdictEpisode made)
        {
            // The clock of a probe may be set back: what stands is not unsaid by it.
            if (made.LastMs < Now.LastMs) return this;
            if (made.SaysTheSameAs(Now)) return this with { Now = made with { SinceMs = Now.SinceMs }, Candidate = null };
            if (Before is not { } before || !made.SaysTheSameAs(before) || made.LastMs - before.LastMs > BlipMs)
            {
                if (made.Verdict is not { Kind: VerdictKind.Segment, IsDown: false }) return Followed(made);
                var candidate = Candidate is { } waiting && made.SaysTheSameAs(waiting) ? made with { SinceMs = waiting.SinceMs } : made;
                return candidate.LastMs - candidate.SinceMs < StandsMs ? this with { Candidate = candidate } : Followed(candidate);
            }

            var ended = Ended.RemoveAll(e => e.SinceMs == before.SinceMs);
            return new Standing(made with { SinceMs = before.SinceMs }, null, 0) { Ended = ended, Undone = Undone.Add(Now.SinceMs) };
        }

        private Standing Followed(VerdictEpisode by) => new(by, Now, 0) { Ended = Ended.Add(Now), Undone = Undone };

        /// <summary>After that was written.</summary>
        public Standing Without(Standing written) => this with
        {
            WrittenMs = Now.SinceMs == written.Now.SinceMs ? written.Now.LastMs : 0,
            Ended = Ended.RemoveAll(e => written.Ended.Contains(e)),
            Undone = Undone.RemoveAll(start => written.Undone.Contains(start)),
        };

        public bool IsDue(long betweenMs) => WrittenMs == 0 || Ended.Count > 0 || Now.LastMs - WrittenMs >= betweenMs;
    }
}
