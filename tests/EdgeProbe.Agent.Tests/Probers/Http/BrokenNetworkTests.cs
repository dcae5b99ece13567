using EdgeProbe.Probers.Http;
using EdgeProbe.Testing.Namespaces;

namespace EdgeProbe.Agent.Tests.Probers.Http;

public sealed class BrokenNetworkTests : IDisposable
{
    private readonly NetworkNamespace _home = NetworkNamespace.Create("home");
    private readonly NetworkNamespace _shop = NetworkNamespace.Create("shop");
    private readonly VethPair _cable;

    public BrokenNetworkTests() => _cable = new VethPair(_home, _shop);

    public void Dispose()
    {
        _home.Dispose();
        _shop.Dispose();
    }

    [Theory]
    [InlineData(IpFamily.V4)]
    [InlineData(IpFamily.V6)]
    public async Task A_black_hole_times_out_in_the_connection(IpFamily family)
    {
        new NftRules(_shop).Drop(Way.In, _cable.Right.Device, "meta l4proto tcp");
        var measurement = await AskAsync(family, new HttpOptions { Timeout = TimeSpan.FromMilliseconds(500) });
        Assert.Equal((Reason.ConnectTimedOut, true), (measurement.Reason, measurement.CountsAsLost));
        Assert.True(measurement.Http is { Connect: null, Tls: null });
    }

    [Theory]
    [InlineData(IpFamily.V4, "tcp reset", Reason.Refused)]
    [InlineData(IpFamily.V4, "icmpx type host-unreachable", Reason.HostUnreachable)]
    [InlineData(IpFamily.V6, "icmpx type host-unreachable", Reason.HostUnreachable)]
    public async Task A_refusal_on_the_way_is_told_at_once(IpFamily family, string with, Reason reason)
    {
        new NftRules(_shop).Reject(Way.In, _cable.Right.Device, "meta l4proto tcp", with);
        Assert.Equal(reason, (await AskAsync(family, new HttpOptions())).Reason);
    }

    // The prober's own thread is started from the namespace's, and so lives there.
    private Task<Measurement> AskAsync(IpFamily family, HttpOptions options) => _home.RunAsync(async () =>
    {
        var host = family == IpFamily.V6 ? $"[{_cable.Right.V6}]" : _cable.Right.V4.ToString();
        await using var prober = Fetch.Prober(options);
        return await prober.MeasureAsync(Fetch.Target($"https://{host}/", family), default);
    });
}
