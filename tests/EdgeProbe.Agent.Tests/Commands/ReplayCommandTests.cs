using EdgeProbe.Agent.Commands;
using EdgeProbe.Capture.Reports;
using EdgeProbe.Testing;
using EdgeProbe.Testing.Packets;

namespace EdgeProbe.Agent.Tests.Commands;

/// <summary>The exit codes of docs/replay.md, and the summary for people.</summary>
public sealed class ReplayCommandTests : IDisposable
{
    private const long StartNs = 1_790_000_000_000_000_000;
    private const long Ms = 1_000_000;
    private static readonly Ends Asking = Ends.V4(40_000, 53);
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_whole_file_ends_with_0() => Assert.Equal(0, await ReplayAsync(Questions(3).ToArray()));

    [Theory]
    [InlineData("--home", "192.0.2.1/24")]
    [InlineData("--home", "home")]
    [InlineData("--jsn", "x")]
    public async Task A_wrong_option_ends_with_2(params string[] wrong) =>
        Assert.Equal(2, await CommandLine.InvokeAsync(["replay", Save(Questions(1).ToArray()), .. wrong]));

    [Fact]
    public async Task A_missing_file_name_ends_with_2() => Assert.Equal(2, await CommandLine.InvokeAsync(["replay"]));

    [Fact]
    public async Task A_file_that_is_not_there_a_directory_and_another_kind_of_file_end_with_5()
    {
        Assert.Equal(5, await CommandLine.InvokeAsync(["replay", _directory.File("nothing")]));
        Assert.Equal(5, await CommandLine.InvokeAsync(["replay", _directory.Path]));
        Assert.Equal(5, await ReplayAsync("This is a letter and no capture of anything."u8.ToArray()));
    }

    [Fact]
    public async Task A_file_that_breaks_off_ends_with_6() => Assert.Equal(6, await ReplayAsync(Questions(3).ToArray()[..^7]));

    [Fact]
    public async Task A_file_without_a_frame_ends_with_7()
    {
        Assert.Equal(7, await ReplayAsync([]));
        Assert.Equal(7, await ReplayAsync(new PcapFile().ToArray()));
    }

    [Fact]
    public async Task A_capture_of_the_air_ends_with_8() => Assert.Equal(8, await ReplayAsync(new PcapFile(linkType: 127).Add(StartNs, new byte[60]).ToArray()));

    [Fact]
    public void People_are_told_what_each_side_says()
    {
        var summary = Summary(Questions(20).ToArray(), "192.0.2.0/24");
        Assert.Equal("40 frames over 1.9 s, 0 TCP connections", summary[0]);
        Assert.StartsWith("up       20 packets, ", summary[1], StringComparison.Ordinal);
        var side = summary.IndexOf("internet side");
        Assert.StartsWith("  dns                    20 answered, median ", summary[side + 1], StringComparison.Ordinal);
        Assert.DoesNotContain("home side", summary);
    }

    [Fact]
    public void People_are_told_what_was_never_answered()
    {
        var file = Questions(12);
        file.Add(StartNs + 2000 * Ms, Frames.Ethernet(IpPackets.Udp(Asking, DnsMessages.Query(99, "slow.example"))));
        file.Add(StartNs + 20_000 * Ms, Frames.Ethernet(IpPackets.Udp(Ends.V4(40_001, 53), DnsMessages.Query(98, "last.example"))));
        Assert.Contains(Summary(file.ToArray(), "192.0.2.0/24"), line => line.EndsWith(", 1 lost (ResolverTimedOut)", StringComparison.Ordinal));
    }

    [Fact]
    public void People_are_told_to_name_the_home_where_both_ends_have_public_addresses()
    {
        var summary = Summary(Questions(2).ToArray());
        Assert.Contains(summary, line => line.StartsWith("unknown  4 packets, ", StringComparison.Ordinal) && line.EndsWith("name the home's networks with --home", StringComparison.Ordinal));
    }

    // Ten a second, each answered after 20 ms.
    private static PcapFile Questions(int count)
    {
        var file = new PcapFile();
        for (var i = 0; i < count; i++)
        {
            var at = StartNs + i * 100 * Ms;
            file.Add(at, Frames.Ethernet(IpPackets.Udp(Asking, DnsMessages.Query(i, "www.example"))));
            file.Add(at + 20 * Ms, Frames.Ethernet(IpPackets.Udp(Asking.Reversed, DnsMessages.Answer(i, "www.example"))));
        }

        return file;
    }

    private Task<int> ReplayAsync(byte[] file) => CommandLine.InvokeAsync(["replay", Save(file)]);

    private List<string> Summary(byte[] file, params string[] home)
    {
        var tally = new ReplayTally();
        using var replay = Replay.Run(new ReplayOptions { Path = Save(file), Home = [.. home.Select(System.Net.IPNetwork.Parse)], Sink = tally });
        return ReplaySummary.Of(replay, tally);
    }

    private string Save(byte[] file)
    {
        File.WriteAllBytes(_directory.File("capture.pcap"), file);
        return _directory.File("capture.pcap");
    }
}
