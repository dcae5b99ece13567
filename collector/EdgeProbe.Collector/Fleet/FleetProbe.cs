using EdgeProbe.Contract;

namespace EdgeProbe.Collector.Fleet;

public enum Presence : byte
{
    /// <summary>It has never said.</summary>
    Unknown = 0,
    Online = 1,
    Offline = 2,
}

/// <summary>What happened to a probe's samples since it is known.</summary>
public sealed record ProbeCounters
{
    public ulong Received { get; init; }

    /// <summary>Came again with a number that was stored before.</summary>
    public ulong Duplicates { get; init; }

    /// <summary>Came again with another content: the last one is kept.</summary>
    public ulong Conflicts { get; init; }

    public ulong Quarantined { get; init; }

    public ulong UnexplainedGaps { get; init; }

    public ulong DeclaredDropped { get; init; }

    /// <summary>New store epochs: cards swapped or wiped.</summary>
    public ulong SpoolResets { get; init; }
}

/// <summary>A probe as it is known at one moment.</summary>
public sealed record ProbeFacts
{
    public required ProbeId Id { get; init; }

    public Birth? Birth { get; init; }

    public Presence Presence { get; init; }

    public DateTimeOffset PresenceSince { get; init; }

    /// <summary>Session of the state that <see cref="Presence"/> comes from.</summary>
    public ulong Session { get; init; }

    /// <summary>When anything was last heard of it; null for never.</summary>
    public DateTimeOffset? LastSeen { get; init; }

    /// <summary>End of the newest stored window, Unix milliseconds; null for none.</summary>
    public long? NewestDataMs { get; init; }

    /// <summary>The clock as the last batch said; the birth's before the first batch.</summary>
    public ClockStamp Clock { get; init; }

    public ProbeCounters Counters { get; init; } = new();
}

/// <summary>What became of a batch, once all of it is stored or in quarantine.</summary>
public sealed record SettledBatch
{
    public required ulong StoreEpoch { get; init; }

    public required ulong FirstSequence { get; init; }

    public required ulong EndSequence { get; init; }

    public ulong DroppedBefore { get; init; }

    public bool Replay { get; init; }

    public ClockStamp Clock { get; init; }

    /// <summary>End of the newest stored window, Unix milliseconds; null when none was stored.</summary>
    public long? NewestMs { get; init; }

    public ulong Conflicts { get; init; }

    public ulong Quarantined { get; init; }
}

/// <summary>One probe in the registry. Thread-safe: every question and every change takes the probe's own lock.</summary>
public sealed class FleetProbe
{
    // An epoch is a card: the present one, and older ones whose last replays may be under way.
    private const int MostEpochs = 4;

    private readonly Lock _lock = new();
    private readonly List<Epoch> _epochs;
    private ProbeFacts _facts;

    public FleetProbe(ProbeFacts facts, IEnumerable<Epoch> epochs)
    {
        _facts = facts;
        _epochs = [.. epochs];
    }

    public ProbeId Id => Facts.Id;

    public ProbeFacts Facts
    {
        get
        {
            lock (_lock) return _facts;
        }
    }

    /// <summary>Takes a birth, unless a later session of the same card was known already.</summary>
    /// <returns>False when it was ignored.</returns>
    public bool Apply(Birth birth, DateTimeOffset now)
    {
        lock (_lock)
        {
            if (_facts.Birth is { } known && known.StoreEpoch == birth.StoreEpoch && known.Session > birth.Session) return false;
            var reset = _facts.Birth is { } before && before.StoreEpoch != birth.StoreEpoch;
            var epoch = EpochOf(birth.StoreEpoch);
            epoch.Birth = birth;
            _facts = _facts with
            {
                Birth = birth,
                LastSeen = now,
                Clock = birth.Clock,
                Counters = reset ? _facts.Counters with { SpoolResets = _facts.Counters.SpoolResets + 1 } : _facts.Counters,
            };
            return true;
        }
    }

    /// <summary>Takes a state, unless it belongs to an older session than the birth or the state that is known: a late will.</summary>
    /// <returns>False when it was ignored.</returns>
    public bool Apply(ProbeState state, DateTimeOffset now)
    {
        lock (_lock)
        {
            if (state.Session < _facts.Session || state.Session < (_facts.Birth?.Session ?? 0)) return false;
            var presence = state.Online ? Presence.Online : Presence.Offline;
            _facts = _facts with
            {
                Presence = presence,
                PresenceSince = presence == _facts.Presence ? _facts.PresenceSince : now,
                Session = state.Session,
                LastSeen = state.Online ? now : _facts.LastSeen ?? now,
            };
            return true;
        }
    }

    public void Seen(DateTimeOffset now)
    {
        lock (_lock) _facts = _facts with { LastSeen = now };
    }

    /// <summary>What an alias stands for: null when no birth of that epoch, or none of at least that revision, has said so.</summary>
    public TestDescription? TestOf(ulong epoch, uint revision, uint alias)
    {
        lock (_lock)
        {
            var birth = _epochs.Find(e => e.Number == epoch)?.Birth;
            return birth is null || birth.ConfigRevision < revision ? null : birth.Tests.FirstOrDefault(t => t.Alias == alias);
        }
    }

    public bool IsStored(ulong epoch, ulong sequence)
    {
        lock (_lock) return _epochs.Find(e => e.Number == epoch)?.Ledger.IsStored(sequence) ?? false;
    }

    /// <summary>Notes that all numbers of a batch are stored or in quarantine for good, and says what to acknowledge.</summary>
    public Ack Settle(SettledBatch batch)
    {
        lock (_lock)
        {
            var ledger = EpochOf(batch.StoreEpoch).Ledger;
            var declared = ledger.Declare(batch.FirstSequence, batch.DroppedBefore);
            var again = ledger.Store(batch.FirstSequence, batch.EndSequence);
            var counters = _facts.Counters;
            _facts = _facts with
            {
                Clock = batch.Replay ? _facts.Clock : batch.Clock,
                NewestDataMs = batch.NewestMs > (_facts.NewestDataMs ?? 0) ? batch.NewestMs : _facts.NewestDataMs,
                Counters = counters with
                {
                    Received = counters.Received + (batch.EndSequence - batch.FirstSequence),
                    Duplicates = counters.Duplicates + again,
                    Conflicts = counters.Conflicts + batch.Conflicts,
                    Quarantined = counters.Quarantined + batch.Quarantined,
                    DeclaredDropped = counters.DeclaredDropped + declared,
                },
            };
            return ledger.AckOf(batch.StoreEpoch, batch.FirstSequence, batch.EndSequence);
        }
    }

    /// <summary>Looks for holes that nothing explains, in all epochs.</summary>
    public IReadOnlyList<Gap> FindGaps(DateTimeOffset now)
    {
        lock (_lock)
        {
            IReadOnlyList<Gap> gaps = [.. _epochs.SelectMany(e => e.Ledger.Unexplained(now))];
            _facts = _facts with { Counters = _facts.Counters with { UnexplainedGaps = (ulong)gaps.Count } };
            return gaps;
        }
    }

    /// <summary>A copy of all that must survive a restart.</summary>
    internal (ProbeFacts Facts, IReadOnlyList<EpochMemory> Epochs) Remember()
    {
        lock (_lock) return (_facts, [.. _epochs.Select(e => new EpochMemory(e.Number, e.Birth, [.. e.Ledger.Stored], [.. e.Ledger.Declared.Ranges]))]);
    }

    private Epoch EpochOf(ulong number)
    {
        var epoch = _epochs.Find(e => e.Number == number);
        if (epoch is not null) return epoch;
        if (_epochs.Count >= MostEpochs) _epochs.RemoveAt(0);
        epoch = new Epoch(number, new SequenceLedger());
        _epochs.Add(epoch);
        return epoch;
    }
}

/// <summary>One card of a probe: its sequence numbers, and the birth that names its aliases once it has come.</summary>
public sealed class Epoch(ulong number, SequenceLedger ledger)
{
    public ulong Number => number;

    public SequenceLedger Ledger => ledger;

    public Birth? Birth { get; set; }
}

/// <summary>An epoch as it is written down.</summary>
internal sealed record EpochMemory(ulong Number, Birth? Birth, IReadOnlyList<SequenceRange> Stored, IReadOnlyList<SequenceRange> Declared);
