using System.Text.Json;
using EdgeProbe.Contract;
using EdgeProbe.Testing;
using EdgeProbe.Testing.Collectors;

namespace EdgeProbe.Browser.Tests.Scenes;

/// <summary>
/// One collector with probes that watch their household's traffic: a home that loses, a line that loses, a quiet one, one whose capture
/// misses frames, and one that may not watch.
/// </summary>
public sealed class Households : IAsyncLifetime
{
    public const string LossyHome = "home-1";
    public const string LossyLine = "line-2";
    public const string Quiet = "quiet-3";
    public const string Blind = "blind-4";
    public const string NoConsent = "private-5";
    private const string Tenant = "west";
    private const int Minutes = 6;

    private Scene? _scene;

    public Scene Scene => _scene ?? throw new InvalidOperationException("the households are not there yet");

    public async Task InitializeAsync()
    {
        _scene = await Scene.SetAsync();
        await WatchedAsync(LossyHome, "Lindau 4", new HouseholdQuality { Lan = new(9, 60) { Loss = 0.03 } });
        await WatchedAsync(LossyLine, "Ulm 17", new HouseholdQuality { Wan = new(24, 40) { Loss = 0.03, LoadedMs = 180 }, DnsTimeouts = 1 });
        await WatchedAsync(Quiet, "Cork 2", new HouseholdQuality { Calls = false });
        await WatchedAsync(Blind, "Pune 8", new HouseholdQuality { Lan = new(3, 2) { Loss = 0.03 }, FramesDropped = 40 });
        await Scene.MeasuredAsync(Tenant, NoConsent, "Tartu 1", Lines.Good);
    }

    public Uri Address(string probe) => Scene.Address($"/probes/{Tenant}/{probe}");

    public async Task<JsonElement> PassiveAsync(string probe) => (await Scene.Api.ProbeAsync(Tenant, probe)).GetProperty("passive");

    public async Task DisposeAsync()
    {
        if (_scene is not null) await _scene.DisposeAsync();
    }

    private async Task WatchedAsync(string name, string site, HouseholdQuality household)
    {
        var probe = await Scene.ConnectAsync(Tenant, name, site);
        await probe.PublishBirthAsync(PassiveRecording.On(Recordings.Birth(probe, site)));
        await Recordings.PublishAsync(probe, Scene.Now, Minutes, Lines.Good);
        var (recording, end) = (new PassiveRecording(), Scene.Now - Scene.Now % Window.DefaultLengthMs);
        for (var start = end - Minutes * 60_000L; start < end; start += 60_000)
            await probe.PublishAsync([.. Enumerable.Range(0, 6).SelectMany(i => recording.Window(start + i * Window.DefaultLengthMs, household))], revision: 2);
        await Eventually.TrueAsync(
            async () => (await PassiveAsync(name)) is var passive && passive.GetProperty("state").GetString() == "on" && Windows(passive) >= 270,
            $"{Tenant}/{name} has five minutes of passive series",
            TimeSpan.FromSeconds(60));
        await Scene.Api.ScoredAsync(Tenant, name);
    }

    private static double Windows(JsonElement passive) => passive.GetProperty("traffic").GetProperty("seconds").GetDouble();
}
