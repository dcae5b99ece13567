using EdgeProbe.Browser.Tests.Browsing;
using EdgeProbe.Contract;
using EdgeProbe.Testing.Collectors;

namespace EdgeProbe.Browser.Tests.Scenes;

/// <summary>
/// One collector with four probes, shared by the tests that only look: a good line, a bad one, one that stopped, and one that has measured
/// nothing yet.
/// </summary>
public sealed class Fleet : IAsyncLifetime
{
    public const string Good = "north/clinic-1";
    public const string Bad = "north/farm-2";
    public const string Stopped = "south/shop-3";
    public const string Silent = "south/school-4";

    private Scene? _scene;

    public Scene Scene => _scene ?? throw new InvalidOperationException("the fleet is not there yet");

    public DebianChromium Browser { get; } = new();

    public async Task InitializeAsync()
    {
        _scene = await Scene.SetAsync();
        await Browser.InitializeAsync();
        await _scene.MeasuredAsync("north", "clinic-1", "Lindau 4", Lines.Good);
        await _scene.MeasuredAsync("north", "farm-2", "Ulm 17", Lines.Bad);
        var stopped = await _scene.MeasuredAsync("south", "shop-3", "Cork 2", Lines.Good);
        await stopped.PublishStateAsync(new ProbeState(false, 1, ProbeState.Stopped));
        await _scene.ConnectAsync("south", "school-4", "Lindau 9");
    }

    public async Task DisposeAsync()
    {
        await Browser.DisposeAsync();
        if (_scene is not null) await _scene.DisposeAsync();
    }
}

/// <summary>The lines of these tests.</summary>
public static class Lines
{
    public static LineQuality Good { get; } = new() { DelayMs = 12, JitterMs = 3, PageSeconds = 0.3 };

    /// <summary>Good for all but games: nobody would call it bad, and it is less than the best plan promises.</summary>
    public static LineQuality Fair { get; } = new() { DelayMs = 60, JitterMs = 20, PageSeconds = 0.6 };

    public static LineQuality Bad { get; } = new() { DelayMs = 190, JitterMs = 260, Loss = 0.12, PageSeconds = 7 };
}

/// <summary>One browser and one fleet for all; two cores do not hold more.</summary>
[CollectionDefinition(Name)]
public sealed class BrowserTests : ICollectionFixture<Fleet>
{
    public const string Name = "browser";
}
