using EdgeProbe.Probers.Http;
using EdgeProbe.Testing;

namespace EdgeProbe.Agent.Tests.Probers.Http;

public sealed class StallTests
{
    // Real time must pass: curl keeps its own clock. Short, as every peer here is silent for ever, and long enough for a loaded machine to answer.
    private static readonly HttpOptions Short = new() { Timeout = TimeSpan.FromSeconds(2) };

    [Fact]
    public async Task A_peer_that_never_speaks_tls_times_out_in_the_handshake()
    {
        await using var peer = StallingPeer.Silent();
        var measurement = await Fetch.ByNameAsync($"https://127.0.0.1:{peer.Port}/", options: Short);
        Assert.Equal((Reason.TlsTimedOut, true), (measurement.Reason, measurement.CountsAsLost));
        Assert.True(measurement.Http is { Connect: > 0, Tls: null, FirstByte: null });
    }

    [Fact]
    public async Task A_peer_that_never_answers_times_out_before_the_first_byte()
    {
        await using var peer = StallingPeer.Silent();
        var measurement = await Fetch.ByNameAsync($"http://127.0.0.1:{peer.Port}/", options: Short);
        Assert.Equal(Reason.FirstByteTimedOut, measurement.Reason);
        Assert.True(measurement.Http is { Connect: > 0, FirstByte: null });
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Le")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")]
    public async Task A_peer_that_stops_within_the_answer_times_out_in_the_body(string words)
    {
        await using var peer = StallingPeer.Says(words);
        Assert.Equal(Reason.BodyTimedOut, (await Fetch.ByNameAsync($"http://127.0.0.1:{peer.Port}/", options: Short)).Reason);
    }

    [Fact]
    public async Task An_answer_that_comes_octet_by_octet_is_an_answer()
    {
        await using var peer = StallingPeer.Says("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nshop!", piece: 1);
        Assert.Equal(Reason.Answered, (await Fetch.ByNameAsync($"http://127.0.0.1:{peer.Port}/", "shop")).Reason);
    }

    [Theory]
    [InlineData("", Reason.ConnectionReset)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf", Reason.ConnectionReset)]
    [InlineData("nonsense\r\n\r\n", Reason.HttpMalformed)]
    [InlineData("HTTP/1.1 999999 What\r\n\r\n", Reason.HttpMalformed)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n", Reason.HttpMalformed)]
    public async Task A_peer_that_ends_too_early_or_talks_nonsense_is_told(string words, Reason reason)
    {
        await using var peer = StallingPeer.Says(words, thenEnds: true);
        Assert.Equal(reason, (await Fetch.ByNameAsync($"http://127.0.0.1:{peer.Port}/")).Reason);
    }

    [Theory]
    [InlineData("http")]
    [InlineData("https")]
    public async Task A_reset_is_a_reset(string scheme)
    {
        await using var peer = StallingPeer.Resets();
        Assert.Equal(Reason.ConnectionReset, (await Fetch.ByNameAsync($"{scheme}://127.0.0.1:{peer.Port}/")).Reason);
    }

    [Fact]
    public async Task A_declared_body_over_the_limit_is_not_read()
    {
        await using var peer = StallingPeer.Says("HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n");
        Assert.Equal(Reason.BodyTooLarge, (await Fetch.ByNameAsync($"http://127.0.0.1:{peer.Port}/")).Reason);
    }

    [Fact]
    public async Task A_body_without_an_end_stops_at_the_limit()
    {
        await using var peer = StallingPeer.Says("HTTP/1.1 200 OK\r\n\r\n" + new string('x', 2000));
        var measurement = await Fetch.ByNameAsync($"http://127.0.0.1:{peer.Port}/", options: new HttpOptions { MaxBody = 1024 });
        Assert.Equal(Reason.BodyTooLarge, measurement.Reason);
    }

    [Fact]
    public async Task Only_cancellation_throws_and_a_cancelled_check_leaves_its_place()
    {
        await using var peer = StallingPeer.Silent();
        await using var prober = Fetch.Prober(new HttpOptions { AtOnce = 1 });
        using var cancelled = new CancellationTokenSource();
        var checking = prober.MeasureAsync(Fetch.Target($"http://127.0.0.1:{peer.Port}/"), cancelled.Token).AsTask();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => checking);
        await using var next = StallingPeer.Says("HTTP/1.1 204 No\r\n\r\n");
        Assert.Equal(204, (await prober.MeasureAsync(Fetch.Target($"http://127.0.0.1:{next.Port}/"), default)).Code);
    }

    [Fact]
    public async Task No_thread_is_left_after_dispose_even_with_a_check_under_way()
    {
        await using var peer = StallingPeer.Silent();
        var before = Workers();
        var prober = Fetch.Prober(new HttpOptions());
        var checking = prober.MeasureAsync(Fetch.Target($"http://127.0.0.1:{peer.Port}/"), default).AsTask();
        await Eventually.TrueAsync(() => !Workers().SetEquals(before), "the worker runs");
        var ours = Workers().Except(before).ToArray();
        await prober.DisposeAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => checking);
        await Eventually.TrueAsync(() => !Workers().Overlaps(ours), "the worker is gone");
    }

    // Threads of the kernel's own list that bear the worker's name (15 letters of it); other tests may run theirs meanwhile.
    private static HashSet<string> Workers() => Directory.GetDirectories("/proc/self/task").Where(task => NameOf(task) == "edgeprobe-http").ToHashSet();

    private static string NameOf(string task)
    {
        try
        {
            return File.ReadAllText($"{task}/comm").Trim();
        }
        catch (IOException)
        {
            return "";
        }
    }
}
