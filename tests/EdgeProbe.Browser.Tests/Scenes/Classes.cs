using System.Globalization;
using System.Text;
using EdgeProbe.Browser.Tests.Browsing;
using EdgeProbe.Collector.Store;
using EdgeProbe.Collector.Store.Embedded;
using EdgeProbe.Contract;
using EdgeProbe.Testing;

namespace EdgeProbe.Browser.Tests.Scenes;

/// <summary>
/// One collector with three weeks of days of customers who are alike but for their class: prepaid ones got 18 points less than postpaid ones,
/// and of converged ones there are too few.
/// </summary>
public sealed class Classes : IAsyncLifetime
{
    public const int Each = 12;
    public const int FewConverged = 6;
    private const string Tenant = "south";
    private const int Days = 21;
    private const long DayMs = 24L * 3600 * 1000;

    private Scene? _scene;

    public Scene Scene => _scene ?? throw new InvalidOperationException("the classes are not there yet");

    public DebianChromium Browser { get; } = new();

    public async Task InitializeAsync()
    {
        _scene = await Scene.SetAsync();
        await Browser.InitializeAsync();
        await Scene.Api.ImportAsync("plans", "tenant,plan,technology,promises\nsouth,home,dsl,voice=60/80;video_call=60/80;gaming=60/80;web=60/80\n");
        var customers = new StringBuilder("tenant,id,plan,class,region,probes\n");
        foreach (var (name, count, _) in Groups)
            for (var i = 0; i < count; i++) customers.Append(CultureInfo.InvariantCulture, $"{Tenant},{name}-{i},home,{name},Lake,{Probe(name, i)}\n");
        await Scene.Api.ImportAsync("customers", customers.ToString());
        await LayDaysAsync();
        await Eventually.TrueAsync(
            async () => (await Scene.Api.GetAsync("/api/v1/parity?a=prepaid&b=postpaid&of=score&days=14")).GetProperty("countA").GetInt32() == Each,
            "the days of all prepaid customers are known",
            TimeSpan.FromSeconds(60));
    }

    public async Task DisposeAsync()
    {
        await Browser.DisposeAsync();
        if (_scene is not null) await _scene.DisposeAsync();
    }

    private static (string Name, int Count, double Typical)[] Groups => [("prepaid", Each, 62), ("postpaid", Each, 80), ("converged", FewConverged, 75)];

    private static string Probe(string name, int number) => $"{name}-{number}";

    // The store is not shared: it is written while no collector runs.
    private async Task LayDaysAsync()
    {
        await Scene.Collector.StopAsync();
        var today = Scene.Now / DayMs;
        await using (var store = EmbeddedStore.Open(Path.Combine(Scene.Collector.StorePath, "samples.db")))
        {
            var rows = from g in Groups from i in Enumerable.Range(0, g.Count) from day in Enumerable.Range(1, Days) select Day(g.Name, i, g.Typical, today - day);
            await store.WriteDaysAsync([.. rows], default);
        }

        await Scene.Collector.StartAgainAsync();
    }

    private static DayRow Day(string name, int number, double typical, long day)
    {
        Assert.True(ProbeId.TryCreate(Tenant, Probe(name, number), out var probe));
        var points = typical + 0.5 * number + 0.2 * (day % 5);
        return new DayRow
        {
            Probe = probe, DayMs = day * DayMs, Mean = points - 1, Typical = points, Consistent = points - 6, Coverage = 1, ObservedSlots = 17_000, Profile = "score-profile/1",
        };
    }
}
