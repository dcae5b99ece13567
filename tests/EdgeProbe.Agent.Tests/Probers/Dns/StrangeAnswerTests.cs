using System.Net;
using System.Net.Sockets;
using EdgeProbe.Probers.Dns;
using EdgeProbe.Testing;
using Microsoft.Extensions.Time.Testing;

namespace EdgeProbe.Agent.Tests.Probers.Dns;

public sealed class StrangeAnswerTests
{
    [Fact]
    public async Task Forged_answers_are_counted_and_the_true_one_is_taken()
    {
        await using var server = new StrangeServer(query =>
            [Replies.WithAnotherId(query), Replies.WithAnotherQuestion(query), query, [], Replies.To(query)]);
        var measurement = await AskAsync(server);
        Assert.Equal((Reason.Answered, (ushort)4), (measurement.Reason, measurement.Invalid));
    }

    [Fact]
    public async Task A_pointer_loop_does_not_hold_us_and_a_good_answer_behind_it_counts()
    {
        await using var server = new StrangeServer(query => [Replies.WithPointerLoop(query), Replies.To(query)]);
        var measurement = await AskAsync(server);
        Assert.Equal((Reason.Answered, (ushort)1), (measurement.Reason, measurement.Invalid));
    }

    [Fact]
    public async Task Nothing_but_broken_answers_is_malformed_when_the_time_is_up()
    {
        await using var server = new StrangeServer(query => [Replies.WithPointerLoop(query), Replies.Bare(query)[..14]]);
        var measurement = await AskUntilTimeIsUpAsync(server);
        Assert.Equal((Reason.DnsMalformed, Outcome.Malformed, (ushort)2), (measurement.Reason, measurement.Outcome, measurement.Invalid));
    }

    [Fact]
    public async Task Silence_is_a_timeout_of_the_resolver()
    {
        await using var server = new StrangeServer(_ => []);
        var measurement = await AskUntilTimeIsUpAsync(server);
        Assert.Equal((Reason.ResolverTimedOut, Fault.Resolver), (measurement.Reason, measurement.Fault));
        Assert.True(measurement.CountsAsLost);
    }

    [Fact]
    public async Task An_answer_that_comes_late_or_twice_does_not_answer_the_next_question()
    {
        var last = Array.Empty<byte>();
        await using var server = new StrangeServer(query =>
        {
            var late = last;
            last = Replies.To(query, rcode: 3);
            return late.Length == 0 ? [Replies.To(query), Replies.To(query)] : [late, Replies.To(query)];
        });
        await using var prober = new DnsProber(new DnsOptions(), TimeProvider.System);
        var first = await prober.MeasureAsync(DnsProberTests.Resolver(server.Port, "shop.test"), default);
        var second = await prober.MeasureAsync(DnsProberTests.Resolver(server.Port, "shop.test"), default);
        Assert.Equal((Reason.Answered, Reason.Answered), (first.Reason, second.Reason));
        Assert.Equal(1, second.Invalid);
    }

    [Fact]
    public async Task Ports_and_identifiers_are_not_to_be_foreseen()
    {
        await using var server = new StrangeServer(query => [Replies.To(query)]);
        for (var attempt = 0; attempt < 20; attempt++) await AskAsync(server);
        Assert.True(server.AskedFrom.Distinct().Count() > 15, "source ports repeat");
        Assert.True(server.Asked.Select(query => query[0] << 8 | query[1]).Distinct().Count() > 15, "identifiers repeat");
    }

    [Fact]
    public async Task A_cut_answer_without_tcp_behind_it_is_an_unreachable_resolver()
    {
        await using var server = new StrangeServer(query => [Replies.To(query, truncated: true)]);
        Assert.Equal(Reason.ResolverUnreachable, (await AskAsync(server)).Reason);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    public async Task An_answer_over_tcp_may_come_in_any_pieces(int piece)
    {
        await using var server = new StrangeServer(query => [Replies.To(query, truncated: true)]);
        var peer = AnswerOverTcpAsync(server.Port, query => Replies.To(query), piece);
        Assert.Equal(Reason.Answered, (await AskAsync(server)).Reason);
        await peer;
    }

    [Fact]
    public async Task An_answer_over_tcp_that_ends_early_is_malformed()
    {
        await using var server = new StrangeServer(query => [Replies.To(query, truncated: true)]);
        var peer = AnswerOverTcpAsync(server.Port, query => Replies.To(query), 1000, missing: 3);
        Assert.Equal(Reason.DnsMalformed, (await AskAsync(server)).Reason);
        await peer;
    }

    private static async Task<Measurement> AskAsync(StrangeServer server)
    {
        await using var prober = new DnsProber(new DnsOptions { Timeout = TimeSpan.FromSeconds(10) }, TimeProvider.System);
        return await prober.MeasureAsync(DnsProberTests.Resolver(server.Port, "shop.test"), default);
    }

    // The clock is moved only once the server's datagrams, sent before, must have been read: the prober asks again for each it refuses.
    private static async Task<Measurement> AskUntilTimeIsUpAsync(StrangeServer server)
    {
        var clock = new FakeTimeProvider();
        await using var prober = new DnsProber(new DnsOptions(), clock);
        var measuring = prober.MeasureAsync(DnsProberTests.Resolver(server.Port, "shop.test"), default).AsTask();
        await Eventually.TrueAsync(() => server.Answered > 0, "the server has answered");
        await Eventually.TrueAsync(() => LoopbackQueues.AreEmptyTo(server.AskedFrom[0]), "the prober has read what came");
        clock.Advance(TimeSpan.FromSeconds(5));
        return await measuring;
    }

    private static async Task AnswerOverTcpAsync(int port, Func<byte[], byte[]> answer, int piece, int missing = 0)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        using var socket = await listener.AcceptSocketAsync();
        socket.NoDelay = true;
        var buffer = new byte[600];
        var got = await socket.ReceiveAsync(buffer);
        var reply = answer(buffer[2..got]);
        byte[] framed = [(byte)(reply.Length >> 8), (byte)reply.Length, .. reply];
        foreach (var part in framed[..^missing].Chunk(piece)) await socket.SendAsync(part);
        socket.Shutdown(SocketShutdown.Send);
    }
}
