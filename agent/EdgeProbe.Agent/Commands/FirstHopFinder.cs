using System.Net;
using EdgeProbe.Agent.Schedule;
using EdgeProbe.Probers;
using EdgeProbe.Probers.Path;
using Microsoft.Extensions.Logging;

namespace EdgeProbe.Agent.Commands;

/// <summary>
/// Chooses the ladder's access point from a walk: the first hop beyond the gateway that answers pings. Many routers tell of expired packets
/// and never answer an echo; such a hop would look like a dead line, so it is tried before it is chosen.
/// </summary>
internal sealed class FirstHopFinder(FirstHops hops, IProber ping, Limits limits, TimeProvider clock, ILogger log)
{
    private const int Candidates = 3;
    private const int Tries = 2;
    private readonly Lock _gate = new();
    private Task _last = Task.CompletedTask;

    /// <summary>Returns at once; walks are looked at one after the other.</summary>
    public void Walked(Target target, PathWalk walk)
    {
        // A walk that never left the box says nothing of the way.
        if (walk.Sent == 0) return;
        lock (_gate) _last = ExamineAsync(_last, target, walk);
    }

    private async Task ExamineAsync(Task before, Target target, PathWalk walk)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var found = await FirstAnsweringAsync(target, walk).ConfigureAwait(false);
        if (found is null && !walk.IsReached) return; // while the line is down the hop stays what it was
        if (found is not null && !found.Equals(hops.Of(target.Family))) ScheduleLog.FirstHopFound(log, target.Family, found);
        hops.Found(target.Family, found);
    }

    private async Task<IPAddress?> FirstAnsweringAsync(Target target, PathWalk walk)
    {
        var tried = 0;
        for (var i = 1; i < walk.Hops.Count && tried < Candidates; i++)
        {
            var hop = walk.Hops[i];
            if (hop.Address is not { } address || hop.IsEnd || !limits.Destinations.Allows(address)) continue;
            tried++;
            if (await AnswersAsync(target, address).ConfigureAwait(false)) return address;
        }

        return null;
    }

    private async Task<bool> AnswersAsync(Target target, IPAddress address)
    {
        for (var i = 0; i < Tries; i++)
        {
            await Task.Delay(limits.Pacer.Reserve(address), clock).ConfigureAwait(false);
            if (!limits.Packets.TryTake(1)) continue;
            var measurement = await ping.MeasureAsync(target with { Kind = Kind.Icmp, Test = 0, Address = address }, default).ConfigureAwait(false);
            if (measurement.Reason == Reason.Answered) return true;
        }

        return false;
    }
}
