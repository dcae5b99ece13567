using EdgeProbe.Collector.Customers;
using EdgeProbe.Collector.Experience.Sentences;
using EdgeProbe.Collector.Experience.Verdicts;
using EdgeProbe.Collector.Fleet;
using EdgeProbe.Collector.Ingest;
using EdgeProbe.Collector.Scores;
using EdgeProbe.Collector.Settings;
using EdgeProbe.Contract;

namespace EdgeProbe.Collector.Commands;

/// <summary>Verdicts, joined with the scores that they are made from and with the neighbours who are asked.</summary>
internal sealed class VerdictRoom
{
    private readonly NodeBook _nodes;

    public VerdictRoom(
        VerdictDatabase database, CustomerRegistry customers, FleetRegistry fleet, ScoreKeeper scores, CollectorMeter meter, TimeProvider clock, ILoggerFactory logs)
    {
        _nodes = new NodeBook(customers);
        Keeper = new VerdictKeeper(database, _nodes, id => scores.Latest(id) is { } score ? LineView.Of(id, score) : null, clock, meter, logs.CreateLogger<VerdictKeeper>());
        Findings = new Findings(Keeper, new CareSentence(clock.LocalTimeZone), scores.Latest, id => fleet.Find(id)?.Facts.NewestDataMs, clock);
    }

    public VerdictKeeper Keeper { get; }

    public Findings Findings { get; }

    /// <summary>Verdicts follow scores from now on, and nodes follow walks.</summary>
    /// <returns>What writes behind; runs until cancelled.</returns>
    public Task Follow(ScoreKeeper scores, BatchKeeper batches, CancellationToken stopping)
    {
        scores.Scored += Keeper.Judge;
        batches.Stored += _nodes.Take;
        return Keeper.RunAsync(stopping);
    }
}
