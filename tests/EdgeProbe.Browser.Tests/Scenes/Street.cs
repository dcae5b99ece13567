using System.Globalization;
using System.Text.Json;
using EdgeProbe.Browser.Tests.Browsing;
using EdgeProbe.Contract;
using EdgeProbe.Testing;
using EdgeProbe.Testing.Collectors;

namespace EdgeProbe.Browser.Tests.Scenes;

/// <summary>
/// One collector with the houses of a street, all on one access node: three lose packets on their access line, one is well, one has measured
/// too little to tell, and one has not begun.
/// </summary>
public sealed class Street : IAsyncLifetime
{
    public const string Tenant = "west";
    public const string Node = "OLT-9";
    public const string Hit = "lane-1";
    public const string Well = "lane-4";
    public const string Short = "lane-5";
    public const string Late = "lane-6";

    /// <summary>Others than <see cref="Hit"/> who lose packets too.</summary>
    public static readonly string[] HitToo = ["lane-2", "lane-3"];

    private Scene? _scene;
    private PublishingProbe? _late;

    public Scene Scene => _scene ?? throw new InvalidOperationException("the street is not there yet");

    public DebianChromium Browser { get; } = new();

    public async Task InitializeAsync()
    {
        _scene = await Scene.SetAsync();
        await Browser.InitializeAsync();
        string[] houses = [Hit, .. HitToo, Well, Short, Late];
        await Scene.Api.ImportAsync("customers", $"tenant,id,class,node,probes\n{string.Concat(houses.Select(h => $"{Tenant},{CustomerOf(h)},postpaid,{Node},{h}\n"))}");
        _late = await Scene.ConnectAsync(Tenant, Late, "Lane 6");
        var little = await Scene.ConnectAsync(Tenant, Short, "Lane 5");
        await Recordings.PublishAsync(little, Scene.Now, 1, Lines.Good);
        await Scene.Api.ScoredAsync(Tenant, Short);
        await Scene.MeasuredAsync(Tenant, Well, "Lane 4", Lines.Good);
        foreach (var house in HitToo) await Scene.MeasuredAsync(Tenant, house, "Lane", Lossy);
        // Whoever is judged last has heard all the others.
        await Scene.MeasuredAsync(Tenant, Hit, "Lane 1", Lossy);
        await Eventually.TrueAsync(
            async () => (await VerdictAsync(Hit)) is var verdict && verdict.TryGetProperty("scope", out var scope) && scope.GetString() == "node",
            "the neighbours confirm that it is the node",
            TimeSpan.FromSeconds(60));
    }

    public static string CustomerOf(string house) => string.Create(CultureInfo.InvariantCulture, $"c-{house}");

    public async Task<JsonElement> VerdictAsync(string house) => (await Scene.Api.ProbeAsync(Tenant, house)).GetProperty("verdict");

    /// <summary>The house that had not begun measures eight good minutes.</summary>
    public Task BeginLateAsync() => Recordings.PublishAsync(_late!, Scene.Now, 8, Lines.Good);

    public async Task DisposeAsync()
    {
        await Browser.DisposeAsync();
        if (_scene is not null) await _scene.DisposeAsync();
    }

    private static LineQuality Lossy { get; } = new() { DelayMs = 12, JitterMs = 3, Loss = 0.08, PageSeconds = 0.3 };
}
