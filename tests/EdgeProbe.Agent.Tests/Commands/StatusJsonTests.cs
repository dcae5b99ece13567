using EdgeProbe.Agent.Commands;
using Microsoft.Extensions.Logging;

namespace EdgeProbe.Agent.Tests.Commands;

public sealed class StatusJsonTests
{
    private static readonly DateTimeOffset Noon = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly StatusDocument Status = new()
    {
        Time = Noon,
        Version = "1.2.3",
        Tenant = "t",
        Probe = "p",
        Pid = 7,
        StartedAt = Noon.AddHours(-1),
        Link = new LinkStatusDocument("Offline", Noon, "the broker is away", 0, null),
        Spool = new SpoolStatusDocument(1, 2, 3, 4, 5, "no card"),
        Samples = new SampleStatusDocument(1, 2, 3, 4, 5, 6, 7, 8, 9),
        Passive = new PassiveStatusDocument("capturing", "eth0", null, 1, 2, 3, 4, 5, 6, 7, 8, 9),
        Tests =
        [
            new TestStatusDocument(1, "Icmp", "Lan", "gateway", "192.0.2.1", "V4", Noon, 10, 9, 1, 0.25, "TimedOut"),
            new TestStatusDocument(2, "Http", "Service", "shop", "https://shop.example/", "V6", null, 0, 0, 0, null, null),
        ],
        Clock = "Synced",
        ClockErrorMicroseconds = 1500,
        Capabilities = ["icmp-raw", "ipv6"],
        ResidentBytes = 10,
        AnonymousBytes = 11,
    };

    [Fact]
    public void A_status_is_read_as_it_was_written()
    {
        var read = StatusJson.Read(Bytes());
        Assert.Equal(Status.Tests, read.Tests);
        Assert.Equal(Status.Capabilities, read.Capabilities);
        Assert.Equal(Status with { Tests = [], Capabilities = [] }, read with { Tests = [], Capabilities = [] });
    }

    [Fact]
    public void What_an_older_agent_did_not_write_stays_empty()
    {
        var read = StatusJson.Read("""{ "time": "2026-06-01T12:00:00+00:00", "tests": [ {} ] }"""u8.ToArray());
        Assert.Equal((Noon, 0L, null, "off"), (read.Time, read.Spool.Depth, read.Link.Problem, read.Passive.State));
        Assert.Null(Assert.Single(read.Tests).P50Ms);
    }

    [Fact]
    public void A_status_for_people_names_what_is_wrong()
    {
        var text = string.Join('\n', StatusText.Of(Status, TimeSpan.FromSeconds(3)));
        Assert.Contains("link     Offline: the broker is away, 0 collectors online", text, StringComparison.Ordinal);
        Assert.Contains("9/10 answered, median 0.25 ms, TimedOut", text, StringComparison.Ordinal);
        Assert.Contains("nothing measured yet", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("off", null, null, "passive  off")]
    [InlineData("capturing", "eth0", null, "passive  capturing on eth0, 1 frames, 5 dropped, one in 32 flows")]
    [InlineData("cannot", null, "libpcap is missing: apt-get install libpcap0.8", "passive  cannot: libpcap is missing: apt-get install libpcap0.8")]
    public void A_status_for_people_says_how_the_capture_is(string state, string? device, string? problem, string expected)
    {
        var status = Status with { Passive = Status.Passive with { State = state, Device = device, Problem = problem } };
        Assert.Contains(expected, StatusText.Of(status, TimeSpan.FromSeconds(3)));
    }

    [Fact]
    public void A_series_that_only_counts_has_no_answers()
    {
        var traffic = new TestStatusDocument(3, "PassiveTraffic", "None", "traffic", "passive", "Any", Noon, 0, 0, 0, null, "Answered");
        Assert.Contains("  None    PassiveTraffic Any traffic              counted", StatusText.Of(Status with { Tests = [traffic] }, TimeSpan.Zero));
    }

    [Fact]
    public void A_log_line_carries_the_journals_priority_and_stays_one_line()
    {
        using var written = new StringWriter();
        using var log = new ConsoleLog(written, LogLevel.Information);
        log.Log(LogLevel.Warning, new EventId(5), "a\nb", null, static (s, _) => s);
        log.Log(LogLevel.Debug, new EventId(6), "not seen", null, static (s, _) => s);
        Assert.Equal("<4>a | b [5]" + Environment.NewLine, written.ToString());
    }

    private static byte[] Bytes()
    {
        using var stream = new MemoryStream();
        StatusJson.Write(Status, stream);
        return stream.ToArray();
    }
}
