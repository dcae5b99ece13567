using System.CommandLine;
using System.Globalization;
using EdgeProbe.Collector.Customers;
using EdgeProbe.Collector.Fleet;
using EdgeProbe.Collector.Scores.Replay;
using EdgeProbe.Collector.Settings;
using EdgeProbe.Collector.Store;
using EdgeProbe.Contract;
using EdgeProbe.Scoring.Profiles;

namespace EdgeProbe.Collector.Commands.Replay;

/// <summary>
/// <c>edgeprobe-collector replay --config FILE --from T --to T --profile A --against B</c>: whose state or band would change, before B is activated.
/// </summary>
internal static class ReplayCommand
{
    public static Command Create()
    {
        var config = new Option<string>("--config") { Description = "The collector's settings file; its store is read, nothing is written", Required = true };
        var from = new Option<string>("--from") { Description = "Begin, such as 2026-11-24 or 2026-11-24T18:00Z", Required = true };
        var to = new Option<string>("--to") { Description = "End, exclusive", Required = true };
        var profile = new Option<string>("--profile") { Description = "The profile that makes scores now: a version on the shelf, or a file", Required = true };
        var against = new Option<string>("--against") { Description = "The profile to try: a version on the shelf, or a file", Required = true };
        var probe = new Option<string>("--probe") { Description = "Only this one, as tenant/probe" };
        var json = new Option<bool>("--json") { Description = "One JSON document" };
        var command = new Command("replay", "Scores stored windows by two profiles and lists whose state or band would change") { config, from, to, profile, against, probe, json };
        command.SetAction((parsed, stopping) => RunAsync(
            new ReplayRequest(parsed.GetRequiredValue(config), parsed.GetRequiredValue(from), parsed.GetRequiredValue(to), parsed.GetRequiredValue(profile),
                parsed.GetRequiredValue(against), parsed.GetValue(probe), parsed.GetValue(json)),
            parsed.InvocationConfiguration.Output,
            parsed.InvocationConfiguration.Error,
            stopping));
        return command;
    }

    private static async Task<int> RunAsync(ReplayRequest request, TextWriter output, TextWriter error, CancellationToken stopping)
    {
        try
        {
            var (settings, problems) = SettingsFile.Load(request.Config);
            if (settings is null) throw new ReplayRefusedException($"{request.Config} cannot be used: {string.Join("; ", problems)}");
            var (from, to) = (TimeOf("--from", request.From), TimeOf("--to", request.To));
            if (to <= from) throw new ReplayRefusedException($"--from {request.From} must lie before --to {request.To}");
            using var meter = new CollectorMeter();
            using var logs = LoggerFactory.Create(_ => { });
            await using var stores = StoreRoom.Open(settings.Store, [], meter, TimeProvider.System, logs);
            var (before, after) = (ProfileOf(stores, "--profile", request.Profile), ProfileOf(stores, "--against", request.Against));
            var fleet = new FleetRegistry(stores.Registry);
            var customers = new CustomerRegistry(stores.Customers, TimeProvider.System, meter);
            var replay = new ProfileReplay(
                new StoredMinutes(stores.Samples, id => PeriodsOf(fleet, id)), before, after, id => customers.OfProbe(id)?.Persona ?? settings.Scoring.Persona);
            var report = new ReplayReport(before.Version, after.Version, from, to);
            foreach (var id in await ProbesAsync(stores.Samples, request.Probe, stopping))
                report.Add(await replay.OfAsync(id, from.ToUnixTimeMilliseconds(), to.ToUnixTimeMilliseconds(), stopping));
            report.Write(output, request.Json);
            return ExitCode.Fine;
        }
        catch (ReplayRefusedException refused)
        {
            await error.WriteLineAsync(refused.Message);
            return ExitCode.Settings;
        }
        catch (Exception unusable) when (unusable is IOException or StoreReadException)
        {
            await error.WriteLineAsync(unusable.Message);
            return ExitCode.UnusablePlace;
        }
    }

    private static DateTimeOffset TimeOf(string option, string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? at
            : throw new ReplayRefusedException($"{option} is '{text}', which is no time: write 2026-11-24 or 2026-11-24T18:00Z");

    private static ScoreProfile ProfileOf(StoreRoom stores, string option, string name)
    {
        if (stores.Profiles.Find(name) is { } shelved) return shelved;
        if (!File.Exists(name)) throw new ReplayRefusedException($"{option} is '{name}', which is neither on the shelf ({string.Join(", ", stores.Profiles.All.Select(p => p.Version))}) nor a file");
        try
        {
            return ProfileFile.Parse(File.ReadAllText(name));
        }
        catch (ProfileException broken)
        {
            throw new ReplayRefusedException($"{option} {name} is no profile: {broken.Message}");
        }
    }

    private static async Task<IReadOnlyList<ProbeId>> ProbesAsync(ISampleStore store, string? only, CancellationToken stopping)
    {
        var known = (await store.LastWindowsAsync(stopping)).Keys.OrderBy(id => id.Tenant, StringComparer.Ordinal).ThenBy(id => id.Probe, StringComparer.Ordinal).ToList();
        if (only is null) return known;
        var found = known.Where(id => $"{id.Tenant}/{id.Probe}" == only).ToList();
        return found.Count > 0 ? found : throw new ReplayRefusedException($"--probe is '{only}', of which the store has no window: write it as tenant/probe");
    }

    private static Dictionary<TestKey, TimeSpan> PeriodsOf(FleetRegistry fleet, ProbeId id)
    {
        var periods = new Dictionary<TestKey, TimeSpan>();
        foreach (var test in fleet.Find(id)?.Facts.Birth?.Tests ?? []) periods[TestKey.Of(test)] = test.Period;
        return periods;
    }
}

/// <summary>What was asked for, as it was written.</summary>
internal sealed record ReplayRequest(string Config, string From, string To, string Profile, string Against, string? Probe, bool Json);

/// <summary>The request makes no sense; the message says what to write instead.</summary>
internal sealed class ReplayRefusedException(string message) : Exception(message);
