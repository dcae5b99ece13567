using System.Text.Json;
using EdgeProbe.Browser.Tests.Browsing;
using EdgeProbe.Testing;

namespace EdgeProbe.Browser.Tests.Scenes;

/// <summary>
/// One collector that knows whose probes it has and what was promised: a good line that was promised more, a bad one of a customer who expects
/// next to nothing, a bad one of nobody, and a customer whose probe has measured nothing.
/// </summary>
public sealed class Neighbourhood : IAsyncLifetime
{
    public const string Tenant = "east";
    public const string Promised = "villa-1";
    public const string Cheap = "flat-2";
    public const string Nobodys = "farm-3";
    public const string Silent = "mill-4";
    public const string Disappointed = "c-100";
    public const string Content = "c-200";
    public const string Unmeasured = "c-300";

    private const string Plans = """
        tenant,plan,technology,promises
        east,gold,fibre,voice=99.8/100;video_call=99.8/100;gaming=99.8/100;web=99.8/100;availability=99.8/100
        east,thrift,dsl,voice=0/1;video_call=0/1;gaming=0/1;web=0/1;availability=0/1
        """;

    private const string Customers = """
        tenant,id,plan,class,technology,region,node,probes
        east,c-100,gold,postpaid,,Lake,OLT-7,villa-1
        east,c-200,thrift,prepaid,,Lake,OLT-7,flat-2
        east,c-300,gold,converged,,City,,mill-4
        """;

    private Scene? _scene;

    public Scene Scene => _scene ?? throw new InvalidOperationException("the neighbourhood is not there yet");

    public DebianChromium Browser { get; } = new();

    public async Task InitializeAsync()
    {
        _scene = await Scene.SetAsync();
        await Browser.InitializeAsync();
        await Scene.Api.ImportAsync("plans", Plans);
        await Scene.Api.ImportAsync("customers", Customers);
        await Scene.MeasuredAsync(Tenant, Promised, "Lindau 4", Lines.Fair);
        await Scene.MeasuredAsync(Tenant, Cheap, "Ulm 17", Lines.Bad);
        await Scene.MeasuredAsync(Tenant, Nobodys, "Cork 2", Lines.Bad);
        await Scene.ConnectAsync(Tenant, Silent, "Pune 8");
        await Eventually.TrueAsync(
            async () => (await CustomerAsync(Disappointed)).GetProperty("expectation").GetProperty("gap").ValueKind == JsonValueKind.Number,
            "the gap of the disappointed customer is known",
            TimeSpan.FromSeconds(60));
    }

    public Task<JsonElement> ProbeAsync(string probe) => Scene.Api.ProbeAsync(Tenant, probe);

    public Task<JsonElement> CustomerAsync(string id) => Scene.Api.GetAsync($"/api/v1/customers/{Tenant}/{id}");

    public async Task DisposeAsync()
    {
        await Browser.DisposeAsync();
        if (_scene is not null) await _scene.DisposeAsync();
    }
}
