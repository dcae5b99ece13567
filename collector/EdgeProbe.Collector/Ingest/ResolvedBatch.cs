using System.Globalization;
using EdgeProbe.Collector.Fleet;
using EdgeProbe.Collector.Ingest.Decoding;
using EdgeProbe.Collector.Store;

namespace EdgeProbe.Collector.Ingest;

/// <summary>A batch as it goes to the store: rows that name their tests, and what is set aside.</summary>
internal sealed class ResolvedBatch
{
    // A batch of live windows leaves the probe within a minute of the newest one's end; a clock may be a few seconds ahead of ours.
    private static readonly TimeSpan LiveWithin = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan AheadAtMost = TimeSpan.FromSeconds(15);

    // Later than this it is the past that is corrected, whatever the probe calls it.
    private static readonly TimeSpan LateAfter = TimeSpan.FromMinutes(5);

    private ResolvedBatch(WaitingBatch waiting, List<WindowRow> rows, List<QuarantineEntry> quarantined, DateTimeOffset now)
    {
        (Waiting, Rows, Quarantined) = (waiting, rows, quarantined);
        NewestMs = rows.Count == 0 ? null : rows.Max(r => r.EndMs);
        IsLate = Batch.Replay || now.ToUnixTimeMilliseconds() - (NewestMs ?? 0) > LateAfter.TotalMilliseconds;
    }

    public WaitingBatch Waiting { get; }

    public DecodedBatch Batch => Waiting.Batch;

    public FleetProbe Probe => Waiting.Probe;

    public IReadOnlyList<WindowRow> Rows { get; }

    public List<QuarantineEntry> Quarantined { get; }

    public long? NewestMs { get; }

    public bool IsLate { get; }

    public ulong Conflicts { get; set; }

    /// <summary>Null when an alias is not known yet and the batch has not been given up.</summary>
    public static ResolvedBatch? Of(WaitingBatch waiting, DateTimeOffset now, DateTimeOffset oldest)
    {
        var (probe, batch) = (waiting.Probe, waiting.Batch);
        var (rows, aside) = (new List<WindowRow>(batch.Samples.Count), new List<QuarantineEntry>());
        aside.AddRange(batch.Quarantined.Select(q => Entry(waiting, q.Sequence, now, q.Reason.ToString(), q.Explanation)));
        var site = probe.Facts.Birth?.Site ?? "";
        var trusted = IsTimeTrusted(batch, now);
        foreach (var (sequence, sample) in batch.Samples)
        {
            if (probe.TestOf(batch.StoreEpoch, batch.ConfigRevision, sample.Test) is not { } test)
            {
                if (!waiting.GivenUp) return null;
                aside.Add(Entry(waiting, sequence, now, "UnknownTest", $"no birth names test {sample.Test} in revision {batch.ConfigRevision}: {Words(sample)}"));
            }
            else if (sample.Window.StartMs < oldest.ToUnixTimeMilliseconds())
            {
                aside.Add(Entry(waiting, sequence, now, "OlderThanRetention", $"older than store.retentionDays keeps: {Words(sample)}"));
            }
            else
            {
                rows.Add(new WindowRow
                {
                    Probe = probe.Id,
                    Site = site,
                    Test = TestKey.Of(test),
                    StoreEpoch = batch.StoreEpoch,
                    Sequence = sequence,
                    TimeTrusted = trusted,
                    Sample = sample,
                });
            }
        }

        return new ResolvedBatch(waiting, rows, aside, now);
    }

    public SettledBatch Settled() => new()
    {
        StoreEpoch = Batch.StoreEpoch,
        FirstSequence = Batch.FirstSequence,
        EndSequence = Batch.EndSequence,
        DroppedBefore = Batch.DroppedBefore,
        Replay = Batch.Replay,
        Clock = Batch.Clock,
        NewestMs = NewestMs,
        Conflicts = Conflicts,
        Quarantined = (ulong)Quarantined.Count,
    };

    public void SetAside(WindowRow row, DateTimeOffset now, string reason) =>
        Quarantined.Add(Entry(Waiting, row.Sequence, now, "RefusedByStore", $"{reason}: {Words(row.Sample)}"));

    // A clock that nobody keeps right is believed when ours says the same: live data that comes within a minute of its window's end.
    private static bool IsTimeTrusted(DecodedBatch batch, DateTimeOffset now)
    {
        if (batch.Clock.State is ClockState.Synced or ClockState.Holdover or ClockState.Restamped) return true;
        if (batch.Replay || batch.Samples.Count == 0) return false;
        var age = now.ToUnixTimeMilliseconds() - batch.Samples.Max(s => s.Sample.Window.EndMs);
        return age <= LiveWithin.TotalMilliseconds && age >= -AheadAtMost.TotalMilliseconds;
    }

    private static QuarantineEntry Entry(WaitingBatch waiting, ulong sequence, DateTimeOffset now, string reason, string words) =>
        new(waiting.Probe.Id, waiting.Batch.StoreEpoch, sequence, now, reason, words);

    private static string Words(Sample sample) => string.Create(
        CultureInfo.InvariantCulture,
        $"test {sample.Test}, window {DateTimeOffset.FromUnixTimeMilliseconds(sample.Window.StartMs):O}, sent {sample.Sent}, received {sample.Received}, failed {sample.Failed}");
}
