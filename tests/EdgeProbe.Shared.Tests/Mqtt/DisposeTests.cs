using EdgeProbe.Mqtt;
using EdgeProbe.Testing;
using EdgeProbe.Testing.Brokers;
using EdgeProbe.Testing.Peers;
using EdgeProbe.Testing.Processes;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeProbe.Shared.Tests.Mqtt;

public sealed class DisposeTests : LinkTest
{
    [Fact]
    public async Task No_thread_and_no_file_is_left_behind()
    {
        await using var broker = await MosquittoBroker.StartTlsAsync(Ca);
        var options = Tls(broker, "acme/one");
        await UseOnce(options);
        var files = OpenSocketsAndEvents();
        for (var cycle = 0; cycle < 20; cycle++) await UseOnce(options);
        // Other tests of this process may open files at the same time; twenty cycles that leaked would show as twenty or more.
        await Eventually.TrueAsync(() => OpenSocketsAndEvents() < files + 10, () => $"{files} files again, now {OpenSocketsAndEvents()}");
        await Eventually.TrueAsync(() => LinkThreads() < 10, () => $"no threads of links; {LinkThreads()} are left");
    }

    [Fact]
    public async Task A_link_that_was_never_started_can_be_disposed_and_its_messages_end()
    {
        var link = new MosquittoLink(Quick(FreePort.Tcp()), null, Clock, NullLogger.Instance);
        await link.DisposeAsync();
        await link.DisposeAsync();
        Assert.False(await link.Messages.WaitToReadAsync());
        Assert.Equal(PublishStatus.NotConnected, (await link.PublishAsync(Message("a", "b"), default)).Status);
    }

    [Fact]
    public async Task Dispose_does_not_wait_for_a_broker_that_takes_no_connection()
    {
        using var deaf = new DeafListener();
        var link = Start(Quick(deaf.Port) with { ConnectTimeout = TimeSpan.FromSeconds(120) });
        await Eventually.TrueAsync(() => deaf.ConnectionsWaiting > 0, "the link knocks");
        var ended = link.DisposeAsync().AsTask();
        await Eventually.TrueAsync(() => ended.IsCompleted, "dispose returns long before the time-out of 120 s", TimeSpan.FromSeconds(60));
        await ended;
    }

    [Fact]
    public async Task Dispose_answers_what_is_under_way()
    {
        await using var broker = await MosquittoBroker.StartTlsAsync(Ca);
        var probe = Start(Tls(broker, "acme/one") with { MaxInFlight = 2 });
        await Online(probe);
        broker.Freeze();
        var pending = Enumerable.Range(0, 4).Select(n => probe.PublishAsync(Message("ep/v1/acme/one/s", $"{n}"), default).AsTask()).ToArray();
        await probe.DisposeAsync();
        var results = await Task.WhenAll(pending);
        Assert.All(results, result => Assert.Contains(result.Status, new[] { PublishStatus.Unknown, PublishStatus.NotConnected }));
        broker.Thaw();
    }

    private async Task UseOnce(MqttLinkOptions options)
    {
        await using var link = new MosquittoLink(options, null, Clock, NullLogger.Instance);
        link.Start();
        await Online(link);
        Assert.True(LinkThreads() > 0);
    }

    private static int LinkThreads() => Directory.EnumerateDirectories("/proc/self/task").Count(task => NameOf(task) == "mqtt");

    // A thread may end between being listed and being read.
    private static string NameOf(string task)
    {
        try { return File.ReadAllText(Path.Combine(task, "comm")).Trim(); }
        catch (IOException) { return ""; }
    }

    private static int OpenSocketsAndEvents() => Directory.EnumerateFiles("/proc/self/fd").Count(file =>
        new FileInfo(file).LinkTarget is { } target && (target.StartsWith("socket:", StringComparison.Ordinal) || target.Contains("eventfd", StringComparison.Ordinal)));
}
