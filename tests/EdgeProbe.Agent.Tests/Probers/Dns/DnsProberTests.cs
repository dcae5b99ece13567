using System.Net;
using EdgeProbe.Probers;
using EdgeProbe.Probers.Dns;
using EdgeProbe.Testing.Processes;

namespace EdgeProbe.Agent.Tests.Probers.Dns;

public sealed class DnsProberTests(UnboundServer unbound) : IClassFixture<UnboundServer>
{
    [Theory]
    [InlineData("shop.test", IpFamily.V4)]
    [InlineData("shop.test.", IpFamily.V6)]
    [InlineData("only4.test", IpFamily.V6)]
    [InlineData("SHOP.Test", IpFamily.V4)]
    public async Task A_resolver_that_answers_is_answered_with_a_delay(string question, IpFamily family)
    {
        var measurement = await AskAsync(question, family);
        Assert.Equal((Reason.Answered, (ushort)0), (measurement.Reason, measurement.Code));
        Assert.InRange(measurement.DelayMicroseconds!.Value, 1u, 4_000_000u);
    }

    [Theory]
    [InlineData("nowhere.test", Reason.NameNotFound, 3)]
    [InlineData("a.forbidden.test", Reason.ResolverRefused, 5)]
    [InlineData("a.broken.test", Reason.ResolverFailed, 2)]
    public async Task What_the_resolver_says_is_data_with_a_delay(string question, Reason reason, int rcode)
    {
        var measurement = await AskAsync(question);
        Assert.Equal((reason, (ushort)rcode), (measurement.Reason, measurement.Code));
        Assert.NotNull(measurement.DelayMicroseconds);
        Assert.False(measurement.CountsAsLost);
    }

    [Fact]
    public async Task An_answer_too_large_for_a_datagram_is_fetched_over_tcp()
    {
        var measurement = await AskAsync("large.test");
        Assert.Equal((Reason.Answered, (ushort)0), (measurement.Reason, measurement.Invalid));
    }

    [Fact]
    public async Task A_closed_port_is_an_unreachable_resolver_and_the_resolvers_fault()
    {
        await using var prober = new DnsProber(new DnsOptions(), TimeProvider.System);
        var measurement = await prober.MeasureAsync(Resolver(FreePort.Udp(), "shop.test"), default);
        Assert.Equal((Reason.ResolverUnreachable, Fault.Resolver), (measurement.Reason, measurement.Fault));
        Assert.Null(measurement.DelayMicroseconds);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("two..dots")]
    [InlineData("a-label-that-is-longer-than-sixty-three-octets-which-is-the-limit.test")]
    public async Task What_is_no_name_is_not_attempted(string? question)
    {
        await using var prober = new DnsProber(new DnsOptions(), TimeProvider.System);
        var measurement = await prober.MeasureAsync(Resolver(unbound.Port, question), default);
        Assert.Equal(Reason.NotAttempted, measurement.Reason);
    }

    internal static Target Resolver(int port, string? question, IpFamily family = IpFamily.V4) => new()
    {
        Test = 1,
        Name = "resolver",
        Kind = Kind.Dns,
        Segment = Segment.Service,
        Family = family,
        Host = family == IpFamily.V6 ? "::1" : "127.0.0.1",
        Address = family == IpFamily.V6 ? IPAddress.IPv6Loopback : IPAddress.Loopback,
        Port = port,
        Question = question,
    };

    private async Task<Measurement> AskAsync(string question, IpFamily family = IpFamily.V4)
    {
        await using var prober = new DnsProber(new DnsOptions { Timeout = TimeSpan.FromSeconds(10) }, TimeProvider.System);
        return await prober.MeasureAsync(Resolver(unbound.Port, question, family), default);
    }
}
