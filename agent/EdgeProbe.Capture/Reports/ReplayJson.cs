using System.Text.Json;
using EdgeProbe.Capture.Flows;
using EdgeProbe.Capture.Flows.Records;

namespace EdgeProbe.Capture.Reports;

/// <summary>The document of docs/replay.md, member by member in its order.</summary>
internal sealed partial class ReplayJson(Replay replay, Utf8JsonWriter json)
{
    private const string Format = "edgeprobe-replay/1";
    private readonly FlowBook _book = replay.Book;

    public static void Write(Replay replay, Stream output)
    {
        using var json = new Utf8JsonWriter(output, new JsonWriterOptions { SkipValidation = true });
        new ReplayJson(replay, json).Write();
        json.Flush();
        output.WriteByte((byte)'\n');
    }

    private void Write()
    {
        json.WriteStartObject();
        json.WriteString("format", Format);
        WriteTotals();
        WriteConnections();
        WriteDns();
        WriteTls();
        WriteQuic();
        WriteRtp();
        WriteIcmp();
        WriteCounters();
        json.WriteEndObject();
    }

    private void WriteTotals()
    {
        var intake = replay.Intake;
        json.WriteStartObject("totals");
        json.WriteNumber("frames", intake.Frames);
        json.WriteNumber("bytes_captured", intake.CapturedBytes);
        var traffic = replay.Stage.Traffic;
        json.WriteNumber("bytes_ip", Enum.GetValues<Direction>().Sum(d => (long)traffic.Of(d).Bytes));
        json.WriteNumber("first_time_s", intake.FirstNs / 1_000_000_000m);
        json.WriteNumber("last_time_s", intake.LastNs / 1_000_000_000m);
        json.WriteBoolean("truncated", replay.IsTruncated);
        json.WriteString("link_type", replay.Link.ToString().ToLowerInvariant());
        WritePackets();
        json.WriteStartObject("directions");
        foreach (var direction in Enum.GetValues<Direction>()) WriteDirection(direction, traffic);
        json.WriteEndObject();
        json.WriteStartObject("seconds");
        json.WriteNumber("active", traffic.ActiveSeconds);
        json.WriteNumber("loaded", traffic.LoadedSeconds);
        json.WriteNumber("peak_up_bytes", traffic.LargestUp);
        json.WriteNumber("peak_down_bytes", traffic.LargestDown);
        json.WriteEndObject();
        json.WriteNumber("one_sided_flows", replay.Stage.Counters.OneSidedFlows);
        json.WriteBoolean("misplaced", replay.Stage.IsMisplaced);
        json.WriteEndObject();
    }

    private void WritePackets()
    {
        var counters = replay.Stage.Counters;
        json.WriteStartObject("packets");
        json.WriteNumber("tcp", counters.TcpPackets);
        json.WriteNumber("udp", counters.UdpPackets);
        json.WriteNumber("dns", counters.DnsMessages);
        json.WriteNumber("icmp", counters.IcmpPackets);
        json.WriteNumber("other_ip", counters.OtherPackets);
        json.WriteNumber("not_ip", replay.Parsed.NotIp);
        json.WriteEndObject();
    }

    private void WriteDirection(Direction direction, TrafficMeter traffic)
    {
        var (packets, bytes) = traffic.Of(direction);
        json.WriteStartObject(direction.ToString().ToLowerInvariant());
        json.WriteNumber("packets", packets);
        json.WriteNumber("bytes", bytes);
        json.WriteEndObject();
    }

    private void WriteCounters()
    {
        json.WriteStartObject("counters");
        foreach (var (name, value) in ReplayCounters.Of(replay)) json.WriteNumber(name, value);
        json.WriteEndObject();
    }

    private void WriteSpread(string name, in SampleBag bag)
    {
        json.WriteStartObject(name);
        WriteSpreadMembers(bag);
        json.WriteEndObject();
    }

    private void WriteSpreadMembers(in SampleBag bag)
    {
        var spread = _book.Samples.Summarise(bag);
        json.WriteNumber("n", spread.Count);
        Microseconds("min_us", spread.Min);
        Microseconds("p50_us", spread.P50);
        Microseconds("p95_us", spread.P95);
        Microseconds("max_us", spread.Max);
    }

    private void Start(long timeNs) => Microseconds("start_us", timeNs - replay.Intake.FirstNs);

    /// <summary>Nanoseconds as microseconds, exactly; a negative number stands for unknown.</summary>
    private void MicrosecondsOrNull(string name, long ns) => Microseconds(name, ns < 0 ? null : ns);

    private void Microseconds(string name, long? ns)
    {
        if (ns is { } value) json.WriteNumber(name, value / 1000m);
        else json.WriteNull(name);
    }

    private static string WordOf(Side side) => side switch
    {
        Side.Lan => "lan",
        Side.Wan => "wan",
        _ => "unknown",
    };

    private static string WordOf(SideBasis basis) => basis switch
    {
        SideBasis.Home => "home",
        SideBasis.Private => "private",
        _ => "assumed",
    };

    private static string End(Observations.IpAddress address, ushort port) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{address} {port}");
}
