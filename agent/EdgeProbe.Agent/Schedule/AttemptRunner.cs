using System.Collections.Concurrent;
using EdgeProbe.Probers;
using EdgeProbe.Probers.Names;
using Microsoft.Extensions.Logging;

namespace EdgeProbe.Agent.Schedule;

/// <summary>
/// Makes one attempt: chooses the address, asks the owner's limits, waits for the address's turn, measures, and tells the sink. The limits
/// always win over the plan. Thread-safe.
/// </summary>
internal sealed class AttemptRunner(
    IReadOnlyDictionary<Kind, IProber> probers, AddressBook book, Limits limits, IAttemptSink sink, TimeProvider clock, ILogger log)
{
    private readonly ConcurrentDictionary<(Kind, Reason), bool> _told = new();

    public async ValueTask RunAsync(PlannedTest test, CancellationToken cancellation)
    {
        var began = clock.GetTimestamp();
        var choice = await test.Address(cancellation).ConfigureAwait(false);
        if (choice.Reason == Reason.NoAddressOfThisFamily) return;
        if (choice.Address is not { } address)
        {
            await MeasureAsync(test, _ => ValueTask.FromResult(Measurement.Failed(choice.Reason)), began, cancellation).ConfigureAwait(false);
            return;
        }

        if (!limits.Destinations.Allows(address))
        {
            Refuse(test, began, Reason.DestinationNotAllowed);
            return;
        }

        var turn = limits.Pacer.Reserve(address);
        if (turn > TimeSpan.Zero) await Task.Delay(turn, clock, cancellation).ConfigureAwait(false);
        if (!limits.Packets.TryTake(test.Cost)) Refuse(test, began, Reason.LimitReached);
        else if (!probers.TryGetValue(test.Target.Kind, out var prober)) Refuse(test, began, Reason.NotAttempted);
        else await MeasureAsync(test, c => prober.MeasureAsync(test.Target with { Address = address }, c), null, cancellation, address).ConfigureAwait(false);
    }

    private async ValueTask MeasureAsync(
        PlannedTest test, Func<CancellationToken, ValueTask<Measurement>> measure, long? began, CancellationToken cancellation, System.Net.IPAddress? address = null)
    {
        var alias = test.Target.Test;
        var key = sink.Started(alias, began ?? clock.GetTimestamp());
        var measurement = await measure(cancellation).ConfigureAwait(false);
        sink.Ended(alias, key, measurement);
        if (address is not null) book.Report(test.Target.Host, test.Target.Family, address, measurement.DelayMicroseconds is not null);
        if (measurement.Outcome == Outcome.NotAttempted) Tell(test, measurement.Reason);
    }

    private void Refuse(PlannedTest test, long at, Reason reason)
    {
        sink.NotAttempted(test.Target.Test, at, reason);
        Tell(test, reason);
    }

    // Once for each kind and reason: a probe without a capability would otherwise say so every second.
    private void Tell(PlannedTest test, Reason reason)
    {
        if (_told.TryAdd((test.Target.Kind, reason), true)) ScheduleLog.CannotTry(log, test.Target.Kind, test.Target.Name, reason);
    }
}

/// <summary>What the owner allows, wherever the plan came from.</summary>
internal sealed record Limits(Pacer Pacer, PacketLimit Packets, DestinationRule Destinations);
