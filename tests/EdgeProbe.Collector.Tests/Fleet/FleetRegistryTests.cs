using EdgeProbe.Collector.Fleet;
using EdgeProbe.Collector.Tests.Store;
using EdgeProbe.Contract;
using EdgeProbe.Testing;
using EdgeProbe.Testing.Collectors;

namespace EdgeProbe.Collector.Tests.Fleet;

public sealed class FleetRegistryTests : IDisposable
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddYears(56);

    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public void A_restart_brings_everything_back()
    {
        using (var database = Open())
        {
            var registry = new FleetRegistry(database);
            var probe = registry.FindOrAdd(Rows.Probe());
            probe.Apply(LineRecording.Birth(epoch: ulong.MaxValue, session: 5), Now);
            probe.Apply(new ProbeState(true, 5), Now);
            probe.Settle(new SettledBatch { StoreEpoch = ulong.MaxValue, FirstSequence = 1, EndSequence = 11, NewestMs = 12, DroppedBefore = 1, Clock = new ClockStamp(ClockState.Holdover, 3) });
            registry.Save([probe]);
        }

        using var again = Open();
        var back = new FleetRegistry(again).Find(Rows.Probe())!;
        Assert.Equal((Presence.Online, 5UL, 12L, 10UL, 1UL), (back.Facts.Presence, back.Facts.Session, back.Facts.NewestDataMs!.Value, back.Facts.Counters.Received, back.Facts.Counters.DeclaredDropped));
        Assert.Equal((Now, ClockState.Holdover), (back.Facts.PresenceSince, back.Facts.Clock.State));
        Assert.Equal(("shop", TimeSpan.FromSeconds(1)), (back.TestOf(ulong.MaxValue, 1, 4)!.Target, back.TestOf(ulong.MaxValue, 1, 4)!.Period));
        Assert.True(back.IsStored(ulong.MaxValue, 10));
        Assert.False(back.IsStored(ulong.MaxValue, 11));
    }

    [Fact]
    public void A_will_of_an_older_session_is_ignored() // M10
    {
        var probe = Probe();
        probe.Apply(LineRecording.Birth(session: 6), Now);
        Assert.True(probe.Apply(new ProbeState(true, 6), Now));
        Assert.False(probe.Apply(new ProbeState(false, 5, ProbeState.Will), Now));
        Assert.Equal(Presence.Online, probe.Facts.Presence);
        Assert.True(probe.Apply(new ProbeState(false, 6, ProbeState.Will), Now.AddMinutes(1)));
        Assert.Equal((Presence.Offline, Now.AddMinutes(1)), (probe.Facts.Presence, probe.Facts.PresenceSince));
    }

    [Fact]
    public void An_alias_is_known_only_from_the_revision_and_the_card_that_named_it()
    {
        var probe = Probe();
        probe.Apply(LineRecording.Birth(epoch: 7, revision: 2), Now);
        Assert.NotNull(probe.TestOf(7, 1, 4));
        Assert.NotNull(probe.TestOf(7, 2, 4));
        Assert.Null(probe.TestOf(7, 3, 4));
        Assert.Null(probe.TestOf(7, 2, 99));
        Assert.Null(probe.TestOf(8, 1, 4));
    }

    [Fact]
    public void A_new_card_is_accepted_and_counted_and_the_old_ones_aliases_stay_known() // C11
    {
        var probe = Probe();
        probe.Apply(LineRecording.Birth(epoch: 7, session: 9), Now);
        Assert.True(probe.Apply(LineRecording.Birth(epoch: 8, session: 1), Now));
        Assert.Equal(1UL, probe.Facts.Counters.SpoolResets);
        Assert.NotNull(probe.TestOf(7, 1, 4));
        Assert.NotNull(probe.TestOf(8, 1, 4));
    }

    [Fact]
    public void An_older_birth_of_the_same_card_is_ignored()
    {
        var probe = Probe();
        probe.Apply(LineRecording.Birth(session: 9, revision: 3), Now);
        Assert.False(probe.Apply(LineRecording.Birth(session: 8, revision: 2), Now));
        Assert.Equal(3U, probe.Facts.Birth!.ConfigRevision);
    }

    [Fact]
    public void Quarantine_keeps_the_newest_ten_thousand()
    {
        using var database = Open();
        database.Quarantine(Enumerable.Range(0, 10_050).Select(i => new QuarantineEntry(Rows.Probe(), 7, (ulong)i, Now, "Why", "what")));
        var kept = database.Quarantined(Rows.Probe(), 100_000);
        Assert.Equal((10_000, 10_049UL, 50UL), (kept.Count, kept[0].Sequence, kept[^1].Sequence));
    }

    public void Dispose() => _directory.Dispose();

    private FleetDatabase Open() => FleetDatabase.Open(_directory.File("registry.db"));

    private static FleetProbe Probe() => new(new ProbeFacts { Id = Rows.Probe() }, []);
}
