using System.Runtime.InteropServices;
using EdgeProbe.Agent.Board;
using EdgeProbe.Agent.Settings;
using EdgeProbe.Agent.Spool;
using EdgeProbe.Mqtt;
using EdgeProbe.Probers.Icmp;
using EdgeProbe.Sockets;
using Microsoft.Extensions.Logging;

namespace EdgeProbe.Agent.Commands;

/// <summary>The doctor's checks. Each looks and changes nothing that stays.</summary>
internal static class DoctorChecks
{
    private static readonly TimeSpan BrokerPatience = TimeSpan.FromSeconds(12);

    public static IEnumerable<DoctorFinding> Settings(string path, AgentSettings? settings, IReadOnlyList<string> problems) =>
        settings is not null
            ? [DoctorFinding.Good("settings", $"{path} is in order: {settings.Id}, {settings.Services.Count} services")]
            : problems.Select(p => DoctorFinding.Bad("settings", p, $"correct {path}", ExitCodes.Settings));

    public static IEnumerable<DoctorFinding> Libraries()
    {
        yield return IsThere("libmosquitto.so.1")
            ? DoctorFinding.Good("library", "libmosquitto is there")
            : DoctorFinding.Bad("library", "libmosquitto.so.1 cannot be loaded: nothing can be published", "apt-get install libmosquitto1", ExitCodes.MissingLibrary);
        yield return IsThere("libcurl.so.4")
            ? DoctorFinding.Good("library", "libcurl is there")
            : DoctorFinding.Worth("library", "libcurl.so.4 cannot be loaded: HTTP checks are not made", "apt-get install libcurl4");
    }

    public static IEnumerable<DoctorFinding> Ping(ILogger log)
    {
        using var loop = new ReceiveLoop(TimeProvider.System, log);
        var prober = new IcmpEchoProber(loop, TimeProvider.System, new IcmpOptions());
        foreach (var family in new[] { IpFamily.V4, IpFamily.V6 })
        {
            yield return prober.ProblemOf(family) is { } problem
                ? DoctorFinding.Worth("ping", problem.Split(": ")[0], problem)
                : DoctorFinding.Good("ping", $"IP{family.ToString().ToLowerInvariant()} by {prober.CapabilityOf(family)}");
        }

        prober.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    public static DoctorFinding Clock()
    {
        var clock = SystemClock.Read();
        return clock.State == ClockState.Synced
            ? DoctorFinding.Good("clock", $"synchronised, error at most {clock.MaxErrorMicroseconds / 1000} ms")
            : DoctorFinding.Worth("clock", "not synchronised: delays are right, but one-way delays are not measured and times may be wrong",
                "run chrony or systemd-timesyncd: timedatectl set-ntp true");
    }

    public static DoctorFinding Spool(AgentSettings settings)
    {
        try
        {
            using var taken = SpoolLock.Take(settings.Spool.Directory);
            return DoctorFinding.Good("spool", $"{settings.Spool.Directory} can be written");
        }
        catch (SpoolException held) when (held.IsHeld)
        {
            return DoctorFinding.Good("spool", $"{settings.Spool.Directory} is in use by a running agent");
        }
        catch (SpoolException unusable)
        {
            return DoctorFinding.Bad("spool", unusable.Message.Split("; ")[0], unusable.Message.Split("; ")[^1], ExitCodes.UnwritableDirectory);
        }
    }

    /// <summary>
    /// Connects as the probe would. Not while an agent runs: the broker would end its session in favour of ours, so its own word is taken.
    /// </summary>
    public static async Task<DoctorFinding> BrokerAsync(AgentSettings settings, ILogger log, TimeProvider clock, CancellationToken stopping)
    {
        var broker = $"{settings.Broker.Host}:{settings.Broker.Port}";
        if (StatusFile.Read(settings.Spool.Directory) is { } status && clock.GetUtcNow() - status.Time < TimeSpan.FromSeconds(30))
            return Judge(broker, status.Link.Status == nameof(LinkStatus.Online), status.Link.Problem, "as the running agent says");
        try
        {
            var link = new MosquittoLink(LinkOptions.Of(settings), null, clock, log);
            await using var _ = link.ConfigureAwait(false);
            var settled = new TaskCompletionSource<LinkState>(TaskCreationOptions.RunContinuationsAsynchronously);
            link.StateChanged += state =>
            {
                if (state.Status == LinkStatus.Online || state.Problem is not null) settled.TrySetResult(state);
            };
            link.Start();
            await ((Task)settled.Task).WaitAsync(BrokerPatience, clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return Judge(broker, link.State.Status == LinkStatus.Online, link.State.Problem, settings.Broker.Ca is null ? "without TLS" : "over TLS");
        }
        catch (MqttLibraryMissingException missing)
        {
            return DoctorFinding.Bad("broker", $"{broker} was not tried", missing.Message, ExitCodes.MissingLibrary);
        }
    }

    private static DoctorFinding Judge(string broker, bool isOnline, string? problem, string how) => isOnline
        ? DoctorFinding.Good("broker", $"{broker} takes this probe {how}")
        : DoctorFinding.Bad("broker", $"{broker} is not reached {how}", problem ?? "no answer: check the address, the port and the firewall", ExitCodes.CannotRun);

    private static bool IsThere(string library)
    {
        if (!NativeLibrary.TryLoad(library, out var handle)) return false;
        NativeLibrary.Free(handle);
        return true;
    }
}
