using System.Net;
using EdgeProbe.Probers.Names;
using Microsoft.Extensions.Time.Testing;

namespace EdgeProbe.Agent.Tests.Probers.Names;

public sealed class AddressBookTests
{
    private const string Host = "shop.test";
    private readonly FakeTimeProvider _clock = new();
    private readonly FakeResolver _resolver = new();
    private readonly AddressBook _book;

    public AddressBookTests() => _book = new AddressBook(_resolver, new NameOptions(), _clock);

    [Fact]
    public async Task All_addresses_are_taken_in_turn_and_the_resolver_is_asked_once()
    {
        _resolver.Has("192.0.2.1", "192.0.2.2", "192.0.2.3");
        Assert.Equal(["192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.1"], await TakeAsync(4));
        Assert.Equal(1, _resolver.Asked);
    }

    [Fact]
    public async Task Of_three_addresses_with_one_dead_two_answer()
    {
        _resolver.Has("192.0.2.1", "192.0.2.2", "192.0.2.3");
        foreach (var address in await TakeAsync(9)) Report(address, address != "192.0.2.2");
        Assert.Equal(new AddressCounts(3, 2), _book.Count(Host, IpFamily.V4));
        Report("192.0.2.2", true);
        Assert.Equal(new AddressCounts(3, 3), _book.Count(Host, IpFamily.V4));
    }

    [Fact]
    public async Task An_address_that_was_not_tried_is_not_known_to_be_dead()
    {
        _resolver.Has("192.0.2.1", "192.0.2.2");
        await TakeAsync(1);
        Assert.Equal(new AddressCounts(2, 2), _book.Count(Host, IpFamily.V4));
    }

    [Fact]
    public async Task Names_are_asked_for_again_after_the_period_and_not_before()
    {
        _resolver.Has("192.0.2.1");
        await TakeAsync(1);
        _clock.Advance(TimeSpan.FromSeconds(59));
        await TakeAsync(1);
        Assert.Equal(1, _resolver.Asked);
        _resolver.Has("192.0.2.9");
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["192.0.2.9"], await TakeAsync(1));
        Assert.Equal(2, _resolver.Asked);
    }

    [Fact]
    public async Task A_dead_address_that_the_name_lost_is_forgotten()
    {
        _resolver.Has("192.0.2.1", "192.0.2.2");
        await TakeAsync(2);
        Report("192.0.2.2", false);
        _resolver.Has("192.0.2.1", "192.0.2.3");
        _clock.Advance(TimeSpan.FromSeconds(60));
        await TakeAsync(1);
        Assert.Equal(new AddressCounts(2, 2), _book.Count(Host, IpFamily.V4));
        Report("192.0.2.2", false);
        Assert.Equal(new AddressCounts(2, 2), _book.Count(Host, IpFamily.V4));
    }

    [Theory]
    [InlineData(Reason.ResolverFailed)]
    [InlineData(Reason.ResolverTimedOut)]
    [InlineData(Reason.NameNotFound)]
    public async Task The_last_good_addresses_are_kept_while_the_resolver_fails(Reason failure)
    {
        _resolver.Has("192.0.2.1");
        await TakeAsync(1);
        _resolver.Answer = NameAnswer.Failed(failure);
        _clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(["192.0.2.1"], await TakeAsync(1));
        Assert.Equal(failure, _book.LastReason(Host, IpFamily.V4));
        await TakeAsync(5);
        Assert.Equal(2, _resolver.Asked);
    }

    [Fact]
    public async Task A_name_that_was_never_good_gives_the_reason_and_is_asked_for_each_time()
    {
        _resolver.Answer = NameAnswer.Failed(Reason.NameNotFound);
        Assert.Equal(Reason.NameNotFound, (await _book.NextAsync(Host, IpFamily.V4, default)).Reason);
        _resolver.Has("192.0.2.1");
        Assert.Equal(["192.0.2.1"], await TakeAsync(1));
    }

    [Fact]
    public async Task Asking_now_fails_with_the_resolver_and_loses_nothing()
    {
        _resolver.Has("192.0.2.1");
        await TakeAsync(1);
        _resolver.Answer = NameAnswer.Failed(Reason.ResolverTimedOut);
        Assert.Equal(AddressChoice.None(Reason.ResolverTimedOut), await _book.AskAsync(Host, IpFamily.V4, default));
        Assert.Equal(["192.0.2.1"], await TakeAsync(1));
    }

    [Fact]
    public async Task Families_are_apart()
    {
        _resolver.Has("192.0.2.1");
        await TakeAsync(1);
        Report("192.0.2.1", false);
        _resolver.Has("2001:db8::1");
        await _book.NextAsync(Host, IpFamily.V6, default);
        Assert.Equal((new AddressCounts(1, 0), new AddressCounts(1, 1)), (_book.Count(Host, IpFamily.V4), _book.Count(Host, IpFamily.V6)));
    }

    [Fact]
    public async Task An_address_needs_no_resolver_and_has_its_own_family()
    {
        Assert.Equal(IPAddress.Loopback, (await _book.NextAsync("127.0.0.1", IpFamily.V4, default)).Address);
        Assert.Equal(Reason.NoAddressOfThisFamily, (await _book.NextAsync("127.0.0.1", IpFamily.V6, default)).Reason);
        Assert.Equal((0, default), (_resolver.Asked, _book.Count("127.0.0.1", IpFamily.V4)));
    }

    private void Report(string address, bool answering) => _book.Report(Host, IpFamily.V4, IPAddress.Parse(address), answering);

    private async Task<string[]> TakeAsync(int count)
    {
        var taken = new string[count];
        for (var turn = 0; turn < count; turn++) taken[turn] = (await _book.NextAsync(Host, IpFamily.V4, default)).Address!.ToString();
        return taken;
    }
}
