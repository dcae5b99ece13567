using EdgeProbe.Collector.Store;
using EdgeProbe.Collector.Tests.Store;
using EdgeProbe.Contract;
using EdgeProbe.Testing;
using EdgeProbe.Testing.Collectors;

namespace EdgeProbe.Collector.Tests.Ingest;

public sealed class IngestTests : IAsyncDisposable
{
    private readonly IngestRig _rig = new();

    [Fact]
    public async Task A_batch_is_stored_and_then_acknowledged()
    {
        _rig.Link.Receive(IngestRig.Probe, LineRecording.Birth());
        _rig.Link.Receive(IngestRig.Probe, IngestRig.Minute());
        await _rig.AckedAsync(1);
        Assert.Equal((7UL, 37UL), (_rig.Link.Acks[0].StoreEpoch, _rig.Link.Acks[0].UpTo));
        var rows = await _rig.RowsAsync();
        Assert.Equal(36, rows.Count);
        Assert.Equal((1UL, "gateway", "site-1"), (rows[0].Sequence, rows[0].Test.Target, rows[0].Site));
        Assert.Equal(Rows.Noon + 60_000, _rig.Fleet.Find(IngestRig.Probe)!.Facts.NewestDataMs);
        Assert.False(Assert.Single(_rig.Stored).Late);
    }

    [Fact]
    public async Task Nothing_is_acknowledged_until_the_store_takes_it() // C2
    {
        _rig.Store.Instead = _ => WriteResult.Failed(WriteStatus.Unavailable, "503");
        _rig.Link.Receive(IngestRig.Probe, LineRecording.Birth());
        _rig.Link.Receive(IngestRig.Probe, IngestRig.Minute());
        await Eventually.TrueAsync(() => _rig.Store.Attempts == 1, "a first attempt");
        await AdvanceUntilAsync(() => _rig.Store.Attempts >= 3, "attempts with pauses between them");
        Assert.Empty(_rig.Link.Acks);
        // The write happened though the answer was an error: writing again doubles nothing.
        _rig.Store.Instead = _ => null;
        await AdvanceUntilAsync(() => _rig.Link.Acks.Count == 1, "the ack");
        Assert.Equal(36, (await _rig.RowsAsync()).Count);
    }

    [Fact]
    public async Task A_line_that_the_store_refuses_goes_to_quarantine_and_the_rest_is_acknowledged() // C3
    {
        _rig.Store.Instead = rows => new WriteResult(WriteStatus.Stored, null, [new RefusedRow(rows[3], "field type conflict")]);
        _rig.Link.Receive(IngestRig.Probe, LineRecording.Birth());
        _rig.Link.Receive(IngestRig.Probe, IngestRig.Minute());
        await _rig.AckedAsync(1);
        Assert.Equal(37UL, _rig.Link.Acks[0].UpTo);
        var entry = Assert.Single(_rig.Fleet.Quarantined(IngestRig.Probe));
        Assert.Equal((4UL, "RefusedByStore"), (entry.Sequence, entry.Reason));
        Assert.Equal(1, _rig.Metric("edgeprobe_ingest_quarantined_total{reason=\"RefusedByStore\"}"));
    }

    [Fact]
    public async Task A_replay_is_written_again_counted_and_acknowledged_again()
    {
        _rig.Link.Receive(IngestRig.Probe, LineRecording.Birth());
        _rig.Link.Receive(IngestRig.Probe, IngestRig.Minute());
        await _rig.AckedAsync(1);
        _rig.Link.Receive(IngestRig.Probe, IngestRig.Minute());
        await _rig.AckedAsync(2);
        Assert.Equal(36, (await _rig.RowsAsync()).Count);
        Assert.Equal((36, 0), (_rig.Metric("edgeprobe_ingest_replayed_total"), _rig.Metric("edgeprobe_ingest_conflicts_total")));
        Assert.Equal(36UL, _rig.Fleet.Find(IngestRig.Probe)!.Facts.Counters.Duplicates);
    }

    [Fact]
    public async Task The_same_number_with_another_content_is_a_conflict_and_the_last_is_kept() // C10
    {
        _rig.Link.Receive(IngestRig.Probe, LineRecording.Birth());
        _rig.Link.Receive(IngestRig.Probe, IngestRig.Minute(seed: 1));
        await _rig.AckedAsync(1);
        var other = IngestRig.Minute(seed: 2);
        _rig.Link.Receive(IngestRig.Probe, other);
        await _rig.AckedAsync(2);
        var conflicts = _rig.Fleet.Find(IngestRig.Probe)!.Facts.Counters.Conflicts;
        Assert.InRange(conflicts, 1UL, 36UL);
        var rows = await _rig.RowsAsync();
        Assert.Equal(36, rows.Count);
        Assert.Equal(other.Samples[3].Delays.Max, rows[3].Sample.Delays.Max);
    }

    [Fact]
    public async Task A_batch_of_unknown_tests_waits_for_the_birth_which_is_asked_for_once() // W12
    {
        _rig.Link.Receive(IngestRig.Probe, IngestRig.Minute());
        _rig.Link.Receive(IngestRig.Probe, IngestRig.Minute(first: 37, startMs: Rows.Noon + 60_000));
        await Eventually.TrueAsync(() => _rig.Metric("edgeprobe_ingest_rebirths_asked_total") == 1, "the request for a birth");
        Assert.Equal(Topics.Rebirth(IngestRig.Probe), Assert.Single(_rig.Link.Published).Topic);
        _rig.Link.Receive(IngestRig.Probe, LineRecording.Birth());
        await AdvanceUntilAsync(() => _rig.Link.Acks.Count >= 2, "acks of both");
        Assert.Equal(72, (await _rig.RowsAsync()).Count);
        Assert.Single(_rig.Link.Published, m => m.Topic == Topics.Rebirth(IngestRig.Probe));
    }

    [Fact]
    public async Task Without_a_birth_the_batch_goes_to_quarantine_after_a_minute_and_nothing_is_guessed() // W12
    {
        _rig.Link.Receive(IngestRig.Probe, LineRecording.Birth(revision: 1));
        _rig.Link.Receive(IngestRig.Probe, IngestRig.Minute(revision: 2));
        await Eventually.TrueAsync(() => _rig.Metric("edgeprobe_ingest_rebirths_asked_total") == 1, "the request for a birth");
        await AdvanceUntilAsync(() => _rig.Link.Acks.Count == 1, "the ack that frees the probe");
        Assert.True(_rig.Clock.GetUtcNow() >= DateTimeOffset.FromUnixTimeMilliseconds(Rows.Noon + 130_000));
        Assert.Empty(await _rig.RowsAsync());
        Assert.Equal(36, _rig.Fleet.Quarantined(IngestRig.Probe).Count);
    }

    [Fact]
    public async Task What_cannot_be_read_is_counted_by_its_reason_and_stops_nothing() // W13, W16
    {
        _rig.Link.Receive(Topics.Samples(IngestRig.Probe), "{\"sent\":1}"u8.ToArray(), "application/json");
        _rig.Link.Receive(Topics.Samples(IngestRig.Probe), []);
        _rig.Link.Receive("ep/v1/only", [1]);
        _rig.Link.Receive("ep/v1/collector/c1/state", [1]);
        _rig.Link.Receive(IngestRig.Probe, LineRecording.Birth());
        _rig.Link.Receive(IngestRig.Probe, IngestRig.Minute());
        await _rig.AckedAsync(1);
        Assert.Equal(1, _rig.Metric("edgeprobe_ingest_malformed_total{kind=\"samples\",reason=\"Json\"}"));
        Assert.Equal(1, _rig.Metric("edgeprobe_ingest_malformed_total{kind=\"samples\",reason=\"Empty\"}"));
        Assert.Equal(1, _rig.Metric("edgeprobe_ingest_bad_topics_total"));
    }

    [Fact]
    public async Task A_probe_that_floods_loses_its_own_place_only() // C9
    {
        using var open = new ManualResetEventSlim();
        _rig.Store.Instead = _ => open.IsSet ? null : WriteResult.Failed(WriteStatus.Unavailable, "full");
        _rig.Link.Receive(IngestRig.Probe, LineRecording.Birth());
        _rig.Link.Receive(Rows.Probe("calm"), LineRecording.Birth());
        for (ulong i = 0; i < 200; i++) _rig.Link.Receive(IngestRig.Probe, IngestRig.Minute(first: 1 + i * 36, startMs: Rows.Noon - (long)i * 60_000));
        _rig.Link.Receive(Rows.Probe("calm"), IngestRig.Minute());
        await Eventually.TrueAsync(() => _rig.Metric("edgeprobe_ingest_flood_dropped_total") > 50, () => "the flood's excess dropped: " + _rig.Metrics());
        open.Set();
        await AdvanceUntilAsync(() => _rig.Link.Published.Any(m => m.Topic == Topics.Ack(Rows.Probe("calm"))), "the calm probe's ack");

        // All that the calm one sent is there; of the other what found a place in its own line, and no more.
        Assert.Equal(36, (await _rig.Store.ReadWindowsAsync(Rows.Probe("calm"), 0, Rows.Noon * 2, default)).Count);
        var dropped = _rig.Metric("edgeprobe_ingest_flood_dropped_total");
        await AdvanceUntilAsync(() => _rig.Stored.ToArray().Where(s => s.Probe == IngestRig.Probe).Sum(s => s.Rows.Count) == 36 * (200 - (int)dropped), "the rest of the flood stored");
        Assert.Equal(dropped, _rig.Metric("edgeprobe_ingest_flood_dropped_total"));
    }

    [Fact]
    public async Task A_declared_hole_is_counted_and_one_that_nothing_explains_is_found_after_ten_minutes() // C12
    {
        _rig.Link.Receive(IngestRig.Probe, LineRecording.Birth());
        _rig.Link.Receive(IngestRig.Probe, IngestRig.Minute());
        _rig.Link.Receive(IngestRig.Probe, IngestRig.Minute(first: 47, startMs: Rows.Noon + 60_000, droppedBefore: 4));
        await _rig.AckedAsync(2);
        var probe = _rig.Fleet.Find(IngestRig.Probe)!;
        Assert.Equal(4UL, probe.Facts.Counters.DeclaredDropped);
        await AdvanceUntilAsync(() => probe.Facts.Counters.UnexplainedGaps == 1, "the gap", TimeSpan.FromMinutes(1));
        Assert.Equal(new SequenceRange(37, 43), Assert.Single(probe.FindGaps(_rig.Clock.GetUtcNow())).Range);
    }

    [Fact]
    public async Task An_unsynchronised_clock_is_believed_only_when_the_collectors_own_confirms_it() // T2
    {
        _rig.Link.Receive(IngestRig.Probe, LineRecording.Birth());
        _rig.Link.Receive(IngestRig.Probe, IngestRig.Minute(clock: ClockState.Unsynced));
        _rig.Link.Receive(IngestRig.Probe, IngestRig.Minute(first: 37, startMs: Rows.Noon - 3_600_000, clock: ClockState.Unsynced));
        _rig.Link.Receive(IngestRig.Probe, IngestRig.Minute(first: 73, startMs: Rows.Noon - 7_200_000, clock: ClockState.Restamped));
        await _rig.AckedAsync(3);
        var trusted = (await _rig.RowsAsync()).GroupBy(r => r.StartMs / 3_600_000).OrderBy(g => g.Key).Select(g => g.First().TimeTrusted);
        Assert.Equal([true, false, true], trusted);
    }

    [Fact]
    public async Task Data_older_than_the_retention_is_not_stored_and_the_probe_is_freed()
    {
        _rig.Link.Receive(IngestRig.Probe, LineRecording.Birth());
        _rig.Link.Receive(IngestRig.Probe, IngestRig.Minute(startMs: Rows.Noon - 91L * 86_400_000));
        await _rig.AckedAsync(1);
        Assert.Empty(await _rig.RowsAsync());
        Assert.All(_rig.Fleet.Quarantined(IngestRig.Probe), q => Assert.Equal("OlderThanRetention", q.Reason));
    }

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    // Moves the clock until something has happened; each step lets the tasks that waited for it run.
    private Task AdvanceUntilAsync(Func<bool> happened, string what, TimeSpan? step = null) => Eventually.TrueAsync(
        () =>
        {
            if (happened()) return true;
            _rig.Clock.Advance(step ?? TimeSpan.FromSeconds(1));
            return happened();
        },
        () => $"{what}: {_rig.Metrics()}");
}
