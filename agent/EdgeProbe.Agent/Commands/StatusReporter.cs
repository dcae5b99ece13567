using EdgeProbe.Agent.Board;
using EdgeProbe.Agent.Schedule;
using EdgeProbe.Agent.Settings;
using EdgeProbe.Agent.Spool;
using EdgeProbe.Agent.Uplink;
using EdgeProbe.Agent.Windows;
using EdgeProbe.Contract;

namespace EdgeProbe.Agent.Commands;

/// <summary>Gathers how the agent is and leaves it where <c>edgeprobe status</c> finds it.</summary>
internal sealed class StatusReporter(
    AgentSettings settings, ISpool spool, SampleUplink uplink, WindowStage windows, PassiveMeasurement passive, PacketLimit packets,
    EventQueue<ProbeEvent> events, TestTable table, TestResults results, Func<IReadOnlyList<string>> capabilities, TimeProvider clock)
{
    private readonly DateTimeOffset _startedAt = clock.GetUtcNow();

    public void Write() => StatusFile.Write(Make(), settings.Spool.Directory);

    /// <summary>The same in one line, for the service manager.</summary>
    public string Line()
    {
        var counters = uplink.Counters;
        return $"{counters.Link.Status.ToString().ToLowerInvariant()}, {results.Measured} samples measured, {counters.Stored} stored, {spool.Counters.Depth} waiting";
    }

    private StatusDocument Make()
    {
        var (up, kept, clockState, memory) = (uplink.Counters, spool.Counters, SystemClock.Read(), Hardware.Memory());
        return new StatusDocument
        {
            Time = clock.GetUtcNow(),
            Version = AgentVersion.Text,
            Tenant = settings.Tenant,
            Probe = settings.Probe,
            Pid = Environment.ProcessId,
            StartedAt = _startedAt,
            Link = new LinkStatusDocument(up.Link.Status.ToString(), up.Link.Since, up.Link.Problem, up.CollectorsOnline, up.LastAck),
            Spool = new SpoolStatusDocument(kept.Depth, kept.MemoryBytes, kept.DiskBytes, kept.Dropped, kept.Damaged, kept.Problem),
            Samples = new SampleStatusDocument(
                results.Measured, up.Published, up.Stored, up.Resent, windows.Withheld, windows.AfterClose, packets.Refused, events.Dropped, up.Malformed),
            Passive = passive.Status(),
            Tests = [.. table.All().Select(results.Describe)],
            Clock = clockState.State.ToString(),
            ClockErrorMicroseconds = clockState.MaxErrorMicroseconds,
            Capabilities = capabilities(),
            ResidentBytes = memory.Resident,
            AnonymousBytes = memory.Anonymous,
        };
    }
}
