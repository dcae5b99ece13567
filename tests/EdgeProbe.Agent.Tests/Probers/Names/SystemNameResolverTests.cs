using System.Net;
using System.Net.Sockets;
using EdgeProbe.Probers.Names;
using Microsoft.Extensions.Time.Testing;

namespace EdgeProbe.Agent.Tests.Probers.Names;

public sealed class SystemNameResolverTests
{
    [Fact]
    public async Task The_systems_resolver_knows_localhost()
    {
        using var resolver = new SystemNameResolver(new NameOptions(), TimeProvider.System);
        var answer = await resolver.ResolveAsync("localhost", IpFamily.V4, default);
        Assert.Equal(Reason.Answered, answer.Reason);
        Assert.Equal([IPAddress.Loopback], answer.Addresses);
    }

    [Theory]
    [InlineData("127.0.0.1", IpFamily.V4, Reason.Answered)]
    [InlineData("::1", IpFamily.V6, Reason.Answered)]
    [InlineData("::1", IpFamily.V4, Reason.NoAddressOfThisFamily)]
    public async Task An_address_is_not_looked_up(string host, IpFamily family, Reason reason)
    {
        using var resolver = With((_, _, _) => throw new InvalidOperationException("asked"));
        Assert.Equal(reason, (await resolver.ResolveAsync(host, family, default)).Reason);
    }

    [Fact]
    public async Task Every_address_of_the_family_is_given_once()
    {
        using var resolver = With((_, _, _) => Task.FromResult<IPAddress[]>([Address(1), Address(2), Address(1)]));
        Assert.Equal([Address(1), Address(2)], (await resolver.ResolveAsync("shop.test", IpFamily.V4, default)).Addresses);
    }

    [Theory]
    [InlineData(SocketError.HostNotFound, Reason.NameNotFound)]
    [InlineData(SocketError.NoData, Reason.NameNotFound)]
    [InlineData(SocketError.TryAgain, Reason.ResolverFailed)]
    [InlineData(SocketError.NoRecovery, Reason.ResolverFailed)]
    public async Task What_the_system_says_becomes_a_reason(SocketError error, Reason reason)
    {
        using var resolver = With((_, _, _) => Task.FromException<IPAddress[]>(new SocketException((int)error)));
        Assert.Equal(reason, (await resolver.ResolveAsync("shop.test", IpFamily.V4, default)).Reason);
    }

    [Fact]
    public async Task A_name_of_the_other_family_alone_is_told_apart_from_no_name()
    {
        using var resolver = With((_, family, _) => family == AddressFamily.Unspecified
            ? Task.FromResult<IPAddress[]>([Address(1)])
            : Task.FromException<IPAddress[]>(new SocketException((int)SocketError.HostNotFound)));
        Assert.Equal(Reason.NoAddressOfThisFamily, (await resolver.ResolveAsync("shop.test", IpFamily.V6, default)).Reason);
    }

    [Fact]
    public async Task A_name_that_no_system_would_take_is_not_found()
    {
        using var resolver = new SystemNameResolver(new NameOptions(), TimeProvider.System);
        Assert.Equal(Reason.NameNotFound, (await resolver.ResolveAsync(new string('x', 300), IpFamily.V4, default)).Reason);
    }

    [Fact]
    public async Task A_resolver_that_never_answers_times_out_and_takes_no_more_than_its_places()
    {
        var clock = new FakeTimeProvider();
        var asked = 0;
        var never = new TaskCompletionSource<IPAddress[]>();
        using var resolver = new SystemNameResolver(new NameOptions { AtOnce = 2 }, clock, (_, _, _) =>
        {
            Interlocked.Increment(ref asked);
            return never.Task;
        });
        var waiting = Enumerable.Range(0, 5).Select(_ => resolver.ResolveAsync("shop.test", IpFamily.V4, default).AsTask()).ToArray();
        clock.Advance(TimeSpan.FromSeconds(5));
        Assert.All(await Task.WhenAll(waiting), answer => Assert.Equal(Reason.ResolverTimedOut, answer.Reason));
        Assert.Equal(2, asked);
    }

    [Fact]
    public async Task Only_cancellation_throws()
    {
        using var cancelled = new CancellationTokenSource();
        using var resolver = With((_, _, _) => new TaskCompletionSource<IPAddress[]>().Task);
        var asking = resolver.ResolveAsync("shop.test", IpFamily.V4, cancelled.Token).AsTask();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
    }

    [Fact]
    public void Wrong_settings_are_told_by_name()
    {
        Assert.Empty(new NameOptions().Problems());
        var wrong = new NameOptions { Timeout = TimeSpan.Zero, RefreshAfter = TimeSpan.Zero, AtOnce = 0 };
        Assert.Equal(
            [
                "names.timeout is 00:00:00; it must lie between 100 ms and 30 s",
                "names.refreshAfter is 00:00:00; it must lie between 1 s and 1 h",
                "names.atOnce is 0; it must lie between 1 and 64",
            ],
            wrong.Problems());
    }

    private static IPAddress Address(byte last) => new([192, 0, 2, last]);

    private static SystemNameResolver With(SystemNameResolver.Lookup lookup) => new(new NameOptions(), TimeProvider.System, lookup);
}
