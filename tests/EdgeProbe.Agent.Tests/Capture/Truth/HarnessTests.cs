using EdgeProbe.Capture.Truth.Checks;
using EdgeProbe.Capture.Truth.Documents;
using EdgeProbe.Capture.Truth.Truths;
using EdgeProbe.Testing;
using EdgeProbe.Testing.Captures;

namespace EdgeProbe.Agent.Tests.Capture.Truth;

/// <summary>A harness that cannot fail proves nothing: each document here is wrong by a little more than is allowed.</summary>
public sealed class HarnessTests
{
    private static readonly Lazy<Task<(ReplayDocument Document, CaptureTruth Truth)>> Scene = new(ReadAsync);

    [Fact]
    public async Task What_the_anchors_say_of_a_simulation_is_what_the_simulation_knows()
    {
        var (recording, known) = Transfer.Run(1, new TransferOptions());
        var (_, truth) = await Scene.Value;
        var connection = Assert.Single(truth.Connections);
        var rtt = Assert.Single(truth.Rtt);

        Assert.Equal(recording.Count, truth.Frames - Lookups.Run(2, 40).Recording.Count - Pings.Run(3, 10).Recording.Count);
        Assert.Equal((known.ToServerNs / 1000d, known.ToClientNs / 1000d), (connection.ToServerUs, connection.ToClientUs));
        Assert.InRange(rtt.OfSecond.Count, known.DataRttNs.Count, known.DataRttNs.Count + 2);
        Assert.InRange(rtt.OfSecond.P50Us!.Value, 0.99 * Median(known), 1.01 * Median(known));
    }

    [Fact]
    public async Task The_document_as_it_is_passes()
    {
        var (document, truth) = await Scene.Value;

        Assert.Empty(Failures(document, truth));
    }

    [Fact]
    public async Task Two_microseconds_more_are_not_the_handshake()
    {
        var (document, truth) = await Scene.Value;
        var connection = document.Connections[0];
        var wrong = connection with { Connect = connection.Connect with { WanUs = connection.Connect.WanUs + 2 } };

        Assert.Equal(["SYN to SYN-ACK"], Failures(document with { Connections = [wrong] }, truth));
    }

    [Fact]
    public async Task A_tenth_of_the_samples_missing_and_a_median_three_percent_off_are_told()
    {
        var (document, truth) = await Scene.Value;
        var connection = document.Connections[0];
        var lan = connection.Rtt.Lan with { N = connection.Rtt.Lan.N * 9 / 10, P50Us = connection.Rtt.Lan.P50Us * 1.03 };
        var wrong = connection with { Rtt = connection.Rtt with { Lan = lan } };

        Assert.Equal(["RTT samples", "RTT median", "RTT samples"], Failures(document with { Connections = [wrong] }, truth));
    }

    [Fact]
    public async Task A_connection_that_was_not_seen_is_missed()
    {
        var (document, truth) = await Scene.Value;

        Assert.Contains("handshake", Failures(document with { Connections = [] }, truth));
    }

    [Fact]
    public async Task One_answer_of_another_kind_is_told()
    {
        var (document, truth) = await Scene.Value;
        var rcodes = document.Dns.Rcodes.ToDictionary();
        (rcodes["NXDOMAIN"], rcodes["SERVFAIL"]) = (rcodes["NXDOMAIN"] + 1, rcodes["SERVFAIL"] - 1);

        Assert.Equal(["DNS SERVFAIL", "DNS NXDOMAIN"], Failures(document with { Dns = document.Dns with { Rcodes = rcodes } }, truth));
    }

    [Fact]
    public async Task Negative_and_endless_times_are_impossible()
    {
        var (document, truth) = await Scene.Value;
        var echo = document.Icmp.Echo with { Wan = document.Icmp.Echo.Wan with { MinUs = -1 } };
        var dns = document.Dns with { TimeUs = document.Dns.TimeUs with { MaxUs = 10_000_001 } };
        var failures = Failures(document with { Icmp = document.Icmp with { Echo = echo }, Dns = dns }, truth);

        Assert.Equal(2, failures.Count(name => name == "sanity") - 1);
    }

    [Fact]
    public void A_document_that_differs_by_one_byte_is_another()
    {
        var run = Replayed.Run(Transfer.Run(1, new TransferOptions { Segments = 10 }).Recording.File().ToArray());
        var other = run with { Json = run.Json.Replace("\"complete\"", "\"half\"", StringComparison.Ordinal) };

        Assert.False(Assert.Single(EncapsulationChecks.Of([("one", run), ("other", other)])).Passed);
    }

    private static async Task<(ReplayDocument Document, CaptureTruth Truth)> ReadAsync()
    {
        using var directory = new TemporaryDirectory();
        var path = directory.File("scene.pcap");
        Transfer.Run(1, new TransferOptions()).Recording.With(Lookups.Run(2, 40).Recording).With(Pings.Run(3, 10).Recording).File().Save(path);
        var run = new ReplayInProcess(TimeProvider.System).Run(path, Replayed.Home);
        return (run.Document(), await AnchorTruth.ReadAsync(path));
    }

    private static string[] Failures(ReplayDocument document, CaptureTruth truth)
    {
        var checks = new CheckList();
        SanityChecks.Add(checks, document);
        HandshakeChecks.Add(checks, document, truth);
        RttChecks.Add(checks, document, truth);
        LookupChecks.AddDns(checks, document.Dns, truth.Dns);
        LookupChecks.AddEcho(checks, document.Icmp.Echo, truth.Echo);
        return [.. checks.Checks.Where(check => !check.Passed && check.Name != "echo least" && check.Name != "DNS most").Select(check => check.Name)];
    }

    private static double Median(TransferTruth truth) => truth.DataRttNs.Order().ElementAt((truth.DataRttNs.Count - 1) / 2) / 1000d;
}
