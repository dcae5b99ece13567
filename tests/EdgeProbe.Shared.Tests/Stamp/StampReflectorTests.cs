using System.Net;
using System.Net.Sockets;
using EdgeProbe.Sockets;
using EdgeProbe.Stamp;
using EdgeProbe.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace EdgeProbe.Shared.Tests.Stamp;

public sealed class StampReflectorTests : IDisposable
{
    private static readonly ErrorEstimate Error = ErrorEstimate.From(true, TimeSpan.FromMilliseconds(1));
    private readonly ReceiveLoop _loop = new(TimeProvider.System, NullLogger.Instance);

    public void Dispose() => _loop.Dispose();

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public async Task Each_session_has_its_own_count_from_zero(string address)
    {
        using var reflector = Open(address);
        using var one = Sender(reflector, address);
        using var other = Sender(reflector, address);
        Assert.Equal(0u, (await AskAsync(one, new SenderPacket(100, 1, Error, 0))).Sequence);
        Assert.Equal(1u, (await AskAsync(one, new SenderPacket(200, 1, Error, 0))).Sequence);
        Assert.Equal(0u, (await AskAsync(other, new SenderPacket(300, 1, Error, 0))).Sequence);
        // RFC 8972 section 3: a session identifier tells sessions of one port apart.
        Assert.Equal(0u, (await AskAsync(one, new SenderPacket(400, 1, Error, 77))).Sequence);
        Assert.Equal(2u, (await AskAsync(one, new SenderPacket(500, 1, Error, 0))).Sequence);
        Assert.Equal((5, 5, 3), (reflector.Counters.Received, reflector.Counters.Reflected, reflector.Counters.Sessions));
    }

    [Fact]
    public async Task The_answer_repeats_the_question_between_two_times_of_its_own()
    {
        using var reflector = Open("127.0.0.1", new FixedQuality(new ClockQuality(true, TimeSpan.FromMilliseconds(2))));
        using var sender = Sender(reflector, "127.0.0.1");
        var before = TimeProvider.System.GetUtcNow().UtcTicks;
        var question = new SenderPacket(0xFFFFFFFF, StampTime.ToNtp(before), Error, 9);
        var answer = await AskAsync(sender, question);
        var after = TimeProvider.System.GetUtcNow().UtcTicks;
        Assert.Equal(question, answer.Sender);
        Assert.True(before <= answer.ReceivedTicks && answer.ReceivedTicks <= answer.SentTicks && answer.SentTicks <= after);
        Assert.True(answer.Error.Synchronised);
        Assert.InRange(answer.Error.Error, TimeSpan.FromMilliseconds(2), TimeSpan.FromMilliseconds(2.1));
        Assert.Equal(64, answer.SenderHopLimit);
    }

    [Theory]
    [InlineData(44)]
    [InlineData(45)]
    [InlineData(100)]
    [InlineData(1472)]
    public async Task The_answer_has_the_size_of_the_question(int size)
    {
        using var reflector = Open("127.0.0.1");
        using var sender = Sender(reflector, "127.0.0.1");
        var question = new byte[size];
        new SenderPacket(1, 1, Error, 0).Write(question);
        Assert.Equal(size, (await AskRawAsync(sender, question)).Length);
    }

    [Fact]
    public async Task Extensions_it_does_not_know_come_back_marked_and_padding_does_not()
    {
        using var reflector = Open("127.0.0.1");
        using var sender = Sender(reflector, "127.0.0.1");
        var question = new byte[44 + 6 + 8 + 5];
        new SenderPacket(1, 1, Error, 0).Write(question);
        // RFC 8972 section 4: flags, type, length, value. Location (2), Extra Padding (1), and one whose length runs over the end.
        byte[] extensions = [0x80, 2, 0, 2, 0xAA, 0xBB, 0x80, 1, 0, 4, 1, 2, 3, 4, 0x00, 9, 0, 200, 0xCC];
        extensions.CopyTo(question, 44);
        var answer = await AskRawAsync(sender, question);
        byte[] expected = [0x80, 2, 0, 2, 0xAA, 0xBB, 0x00, 1, 0, 4, 1, 2, 3, 4, 0xC0, 9, 0, 200, 0xCC];
        Assert.Equal(Convert.ToHexString(expected), Convert.ToHexString(answer.AsSpan(44)));
    }

    [Fact]
    public async Task Malformed_packets_are_counted_and_not_answered()
    {
        using var reflector = Open("127.0.0.1");
        using var sender = Sender(reflector, "127.0.0.1");
        var good = new byte[44];
        new SenderPacket(1, 1, Error, 0).Write(good);
        for (var length = 0; length < 44; length++) await sender.SendAsync(good.AsMemory(0, length), SocketFlags.None);
        await sender.SendAsync(new byte[44], SocketFlags.None);
        await sender.SendAsync(new byte[1501], SocketFlags.None);
        await sender.SendAsync(new byte[5000], SocketFlags.None);
        Assert.Equal(0u, (await AskAsync(sender, new SenderPacket(1, 1, Error, 0))).Sequence);
        Assert.Equal((48, 47, 1), (reflector.Counters.Received, reflector.Counters.Malformed, reflector.Counters.Reflected));
        Assert.Equal(0, sender.Available);
    }

    [Fact]
    public async Task Garbage_does_not_stop_it_and_every_packet_is_accounted_for()
    {
        using var reflector = Open("127.0.0.1", options: new ReflectorOptions { PacketsPerSecond = 100_000 });
        using var sender = Sender(reflector, "127.0.0.1");
        var random = new Random(20261123);
        for (var i = 0; i < 5000; i++)
        {
            var garbage = new byte[random.Next(0, 1600)];
            random.NextBytes(garbage);
            await sender.SendAsync(garbage, SocketFlags.None);
            // Not faster than it takes them: a full receive buffer would be the kernel's loss, not the reflector's.
            if (i % 50 == 49) await Eventually.TrueAsync(() => reflector.Counters.Received == i + 1, "the garbage is taken");
        }

        while (sender.Available > 0) sender.Receive(new byte[2000]);
        var counters = reflector.Counters;
        Assert.Equal(5000, counters.Malformed + counters.Reflected + counters.Limited + counters.Refused + counters.Unsent);
        Assert.True(counters is { Malformed: > 100, Reflected: > 100 });
        Assert.Equal(0, _loop.Faults);
        Assert.Equal(0u, (await AskAsync(sender, new SenderPacket(1, 1, Error, 4242))).Sequence);
    }

    [Fact]
    public async Task Sessions_are_bounded_and_the_longest_unused_goes()
    {
        using var reflector = Open("127.0.0.1", options: new ReflectorOptions { MaxSessions = 3 });
        using var sender = Sender(reflector, "127.0.0.1");
        foreach (ushort session in (ushort[])[1, 2, 3, 1, 4]) await AskAsync(sender, new SenderPacket(1, 1, Error, session));
        Assert.Equal((3, 1), (reflector.Counters.Sessions, reflector.Counters.EvictedSessions));
        Assert.Equal(2u, (await AskAsync(sender, new SenderPacket(1, 1, Error, 1))).Sequence);
        Assert.Equal(0u, (await AskAsync(sender, new SenderPacket(1, 1, Error, 2))).Sequence);
    }

    [Fact]
    public async Task A_source_over_its_limit_is_not_answered_until_time_has_passed()
    {
        var clock = new FakeTimeProvider();
        using var reflector = Open("127.0.0.1", options: new ReflectorOptions { PacketsPerSecond = 5 }, clock: clock);
        using var sender = Sender(reflector, "127.0.0.1");
        using var sameHost = Sender(reflector, "127.0.0.1");
        for (var i = 0u; i < 5; i++) await AskAsync(sender, new SenderPacket(i, 1, Error, 0));
        var packet = new byte[44];
        new SenderPacket(1, 1, Error, 0).Write(packet);
        await sameHost.SendAsync(packet, SocketFlags.None);
        await Eventually.TrueAsync(() => reflector.Counters.Limited == 1, "the sixth is refused");
        clock.Advance(TimeSpan.FromMilliseconds(200));
        Assert.Equal(0u, (await AskAsync(sameHost, new SenderPacket(1, 1, Error, 0))).Sequence);
    }

    [Theory]
    [InlineData("0.0.0.0", "127.0.0.77")]
    [InlineData("::", "::1")]
    public async Task On_the_wildcard_address_it_answers_from_the_address_that_was_asked(string at, string asked)
    {
        using var reflector = Open(at);
        // Connected: an answer from another address would not be heard.
        using var sender = Sender(reflector, asked);
        Assert.Equal(0u, (await AskAsync(sender, new SenderPacket(1, 1, Error, 0))).Sequence);
    }

    [Fact]
    public async Task Another_reflector_s_port_is_refused_so_that_two_cannot_talk_for_ever()
    {
        using var reflector = Open("127.0.0.1");
        using var twin = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        twin.Bind(new IPEndPoint(IPAddress.Parse("127.0.0.2"), reflector.LocalPort));
        var packet = new byte[44];
        new SenderPacket(1, 1, Error, 0).Write(packet);
        await twin.SendToAsync(packet, SocketFlags.None, new IPEndPoint(IPAddress.Loopback, reflector.LocalPort));
        await Eventually.TrueAsync(() => reflector.Counters.Refused == 1, "the twin is refused");
        Assert.Equal(0, reflector.Counters.Reflected);
    }

    [Fact]
    public void A_taken_port_is_one_sentence_with_the_remedy()
    {
        using var first = Open("127.0.0.1");
        var second = StampReflector.TryOpen(
            new IPEndPoint(IPAddress.Loopback, first.LocalPort), _loop, TimeProvider.System, new KernelClock(), new(), out var problem);
        Assert.Null(second);
        Assert.Equal(
            $"The reflector cannot listen on 127.0.0.1:{first.LocalPort}: another program does; stop it or choose another reflector port",
            problem);
    }

    private StampReflector Open(
        string address, IClockQuality? quality = null, ReflectorOptions? options = null, TimeProvider? clock = null)
    {
        var reflector = StampReflector.TryOpen(
            new IPEndPoint(IPAddress.Parse(address), 0), _loop, clock ?? TimeProvider.System, quality ?? new KernelClock(), options ?? new(),
            out var problem);
        Assert.Null(problem);
        return reflector!;
    }

    private static Socket Sender(StampReflector reflector, string address)
    {
        var at = IPAddress.Parse(address);
        var socket = new Socket(at.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        socket.Connect(at, reflector.LocalPort);
        return socket;
    }

    private static async Task<ReflectedPacket> AskAsync(Socket sender, SenderPacket packet)
    {
        var bytes = new byte[SenderPacket.Bytes];
        packet.Write(bytes);
        Assert.True(ReflectedPacket.TryRead(await AskRawAsync(sender, bytes), out var answer));
        return answer;
    }

    private static async Task<byte[]> AskRawAsync(Socket sender, byte[] bytes)
    {
        await sender.SendAsync(bytes, SocketFlags.None);
        var answer = new byte[2000];
        using var patience = new CancellationTokenSource(Eventually.Patience);
        var length = await sender.ReceiveAsync(answer, SocketFlags.None, patience.Token);
        return answer[..length];
    }

    private sealed record FixedQuality(ClockQuality Quality) : IClockQuality
    {
        public ClockQuality Read() => Quality;
    }
}
