using System.Text;
using EdgeProbe.Capture.Flows;
using EdgeProbe.Capture.Flows.Records;

namespace EdgeProbe.Capture.Reports;

/// <summary>The document of docs/replay.md, member by member in its order.</summary>
internal sealed partial class ReplayJson(Replay replay, DocumentWriter json)
{
    private readonly FlowBook _book = replay.Book;

    public static void Write(Replay replay, Stream output)
    {
        var json = new DocumentWriter(output);
        new ReplayJson(replay, json).Write();
        json.Finish();
    }

    private void Write()
    {
        json.WriteStartObject();
        json.WriteString("format"u8, "edgeprobe-replay/1"u8);
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
        json.WriteStartObject("totals"u8);
        json.WriteNumber("frames"u8, intake.Frames);
        json.WriteNumber("bytes_captured"u8, intake.CapturedBytes);
        var traffic = replay.Stage.Traffic;
        json.WriteNumber("bytes_ip"u8, traffic.AllBytes);
        json.WriteSeconds("first_time_s"u8, intake.FirstNs);
        json.WriteSeconds("last_time_s"u8, intake.LastNs);
        json.WriteBoolean("truncated"u8, replay.IsTruncated);
        json.WriteString("link_type"u8, Encoding.ASCII.GetBytes(replay.Link.ToString().ToLowerInvariant()));
        WritePackets();
        json.WriteStartObject("directions"u8);
        WriteDirection("up"u8, traffic.Of(Direction.Up));
        WriteDirection("down"u8, traffic.Of(Direction.Down));
        WriteDirection("local"u8, traffic.Of(Direction.Local));
        WriteDirection("unknown"u8, traffic.Of(Direction.Unknown));
        json.WriteEndObject();
        json.WriteStartObject("seconds"u8);
        json.WriteNumber("active"u8, traffic.ActiveSeconds);
        json.WriteNumber("loaded"u8, traffic.LoadedSeconds);
        json.WriteNumber("peak_up_bytes"u8, traffic.LargestUp);
        json.WriteNumber("peak_down_bytes"u8, traffic.LargestDown);
        json.WriteEndObject();
        json.WriteNumber("one_sided_flows"u8, replay.Stage.Counters.OneSidedFlows);
        json.WriteBoolean("misplaced"u8, replay.Stage.IsMisplaced);
        json.WriteEndObject();
    }

    private void WritePackets()
    {
        var counters = replay.Stage.Counters;
        json.WriteStartObject("packets"u8);
        json.WriteNumber("tcp"u8, counters.TcpPackets);
        json.WriteNumber("udp"u8, counters.UdpPackets);
        json.WriteNumber("dns"u8, counters.DnsMessages);
        json.WriteNumber("icmp"u8, counters.IcmpPackets);
        json.WriteNumber("other_ip"u8, counters.OtherPackets);
        json.WriteNumber("not_ip"u8, replay.Parsed.NotIp);
        json.WriteEndObject();
    }

    private void WriteDirection(ReadOnlySpan<byte> name, (ulong Packets, ulong Bytes) traffic)
    {
        json.WriteStartObject(name);
        json.WriteNumber("packets"u8, traffic.Packets);
        json.WriteNumber("bytes"u8, traffic.Bytes);
        json.WriteEndObject();
    }

    private void WriteCounters()
    {
        json.WriteStartObject("counters"u8);
        ReplayCounters.Tell(replay, (name, value) => json.WriteNumber(Encoding.ASCII.GetBytes(name), value));
        json.WriteEndObject();
    }

    private void WriteSpread(ReadOnlySpan<byte> name, in SampleBag bag)
    {
        json.WriteStartObject(name);
        WriteSpreadMembers(bag);
        json.WriteEndObject();
    }

    private void WriteSpreadMembers(in SampleBag bag)
    {
        var spread = _book.Samples.Summarise(bag);
        json.WriteNumber("n"u8, spread.Count);
        Microseconds("min_us"u8, spread.Min);
        Microseconds("p50_us"u8, spread.P50);
        Microseconds("p95_us"u8, spread.P95);
        Microseconds("max_us"u8, spread.Max);
    }

    private void Start(long timeNs) => Microseconds("start_us"u8, timeNs - replay.Intake.FirstNs);

    /// <summary>Nanoseconds as microseconds, exactly; a negative number stands for unknown.</summary>
    private void MicrosecondsOrNull(ReadOnlySpan<byte> name, long ns) => Microseconds(name, ns < 0 ? null : ns);

    private void Microseconds(ReadOnlySpan<byte> name, long? ns)
    {
        if (ns is { } value) json.WriteThousandths(name, value);
        else json.WriteNull(name);
    }

    private static ReadOnlySpan<byte> WordOf(Side side) => side switch
    {
        Side.Lan => "lan"u8,
        Side.Wan => "wan"u8,
        _ => "unknown"u8,
    };

    private static ReadOnlySpan<byte> WordOf(SideBasis basis) => basis switch
    {
        SideBasis.Home => "home"u8,
        SideBasis.Private => "private"u8,
        _ => "assumed"u8,
    };

    private static ReadOnlySpan<byte> WordOf(Handshake handshake) => handshake switch
    {
        Handshake.Complete => "complete"u8,
        Handshake.Half => "half"u8,
        Handshake.Refused => "refused"u8,
        Handshake.Unanswered => "unanswered"u8,
        Handshake.Unreachable => "unreachable"u8,
        _ => "none"u8,
    };
}
