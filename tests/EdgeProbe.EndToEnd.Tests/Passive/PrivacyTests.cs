using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using EdgeProbe.EndToEnd.Tests.WholePath;
using EdgeProbe.Testing;
using EdgeProbe.Testing.Processes;

namespace EdgeProbe.EndToEnd.Tests.Passive;

/// <summary>Nothing of what the customer's device is, asks, reaches or says is in anything that the box writes or sends, nor in what is made of it.</summary>
public sealed class PrivacyTests
{
    [Fact]
    public async Task No_canary_of_the_wire_is_in_a_message_a_spool_file_a_log_a_status_or_a_database()
    {
        CanaryDevice? device = null;
        MessageListener? listener = null;
        await using var home = await WatchedHome.StartAsync(async starting =>
        {
            device = new CanaryDevice(starting.Lab.Isp);
            listener = await MessageListener.StartAsync(starting.Broker);
            return $$"""{ "enabled": true, "consent": "the lab's tenant", "device": "{{device.ProbeDevice}}", "homeNetworks": ["{{device.HomeNetwork}}"] }""";
        });
        using var canary = device!;
        await using var heard = listener!;
        await home.Agent.Run.WaitForTextAsync("Capturing on");
        var resolver = home.Lab.Isp.Link("core").FarV4;
        var seen = await RecordAsync(home, canary, () => canary.BusyAsync(resolver));
        await home.WaitAsync(HasAll, "every series that the device makes");

        // Without a collector samples wait, and go to files after a second and at the end.
        await home.Collector.KillAsync();
        await canary.BusyAsync(resolver);
        await Eventually.TrueAsync(() => SpoolFiles(home).Any(), () => $"a spool file\n{home.Agent.Run}", LoopbackPath.Patience);
        await home.Agent.StopAsync();

        var places = Places(home, heard.Messages());
        // What is looked for was on the wire, and what is looked through holds what it should.
        Assert.All(canary.OnTheWire, looked => Assert.True(Has(seen, looked.Bytes), $"{looked.What} was never on the wire"));
        Assert.Contains(places, place => place.What.StartsWith("database", StringComparison.Ordinal) && Has(place.Bytes, "acme"u8));
        Assert.Contains(places, place => place.What.StartsWith("message", StringComparison.Ordinal) && Has(place.Bytes, "passive"u8));
        Assert.Contains(places, place => place.What.StartsWith("spool", StringComparison.Ordinal) && Has(place.Bytes, "EPSPOOL"u8));
        Assert.Contains(places, place => place.What == "spool status.json" && Has(place.Bytes, "capturing"u8));
        var found = from place in places from looked in canary.WrittenDown where Has(place.Bytes, looked.Bytes) select $"{looked.What} in {place.What}";
        Assert.Empty(found);
    }

    private static bool HasAll(JsonNode probe) =>
        new[] { "tcpConnect", "dns", "tls", "icmp" }.All(series => probe["passive"]?["wan"]?[series]?["count"]?.GetValue<long>() >= 10)
        && probe["passive"]!["traffic"] is not null;

    /// <summary>What really passed the probe's interface meanwhile.</summary>
    private static async Task<byte[]> RecordAsync(WatchedHome home, CanaryDevice device, Func<Task> meanwhile)
    {
        using var directory = new TemporaryDirectory();
        var file = directory.File("wire.pcap");
        await using var recorder = home.Lab.Isp.Gateway.Start("tcpdump", "-Z", "root", "-U", "-i", device.ProbeDevice, "-s", "0", "-w", file);
        await recorder.WaitForTextAsync("listening on");
        await meanwhile();
        await recorder.StopAsync();
        return await File.ReadAllBytesAsync(file);
    }

    private static List<(string What, byte[] Bytes)> Places(WatchedHome home, IReadOnlyList<(string Topic, byte[] Payload)> messages)
    {
        var places = new List<(string, byte[])>();
        foreach (var (topic, payload) in messages) places.Add(($"message {topic}", [.. Encoding.UTF8.GetBytes(topic), 0, .. payload]));
        foreach (var file in Directory.EnumerateFiles(home.Agent.SpoolPath, "*", SearchOption.AllDirectories))
            places.Add(($"spool {Path.GetFileName(file)}", File.ReadAllBytes(file)));
        foreach (var file in Directory.EnumerateFiles(Path.GetDirectoryName(home.Collector.StorePath)!, "*", SearchOption.AllDirectories))
            places.Add(($"database {Path.GetFileName(file)}", File.ReadAllBytes(file)));
        foreach (var (what, run) in new[] { ("agent", home.Agent.Run), ("collector", home.Collector.Run) })
            places.Add(($"log of the {what}", Encoding.UTF8.GetBytes(run.Output + run.Errors)));
        places.Add(("log of the broker", Encoding.UTF8.GetBytes(home.Broker.Log)));
        return places;
    }

    private static IEnumerable<string> SpoolFiles(WatchedHome home) => Directory.EnumerateFiles(home.Agent.SpoolPath, "*.seg");

    private static bool Has(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> wanted) => bytes.IndexOf(wanted) >= 0;
}
