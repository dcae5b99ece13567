using System.Globalization;
using System.Text.Json;
using EdgeProbe.Capture.Flows;
using EdgeProbe.Capture.Flows.Records;

namespace EdgeProbe.Capture.Reports;

/// <summary>The document of docs/replay.md, member by member in its order.</summary>
internal sealed partial class ReplayJson(Replay replay, Utf8JsonWriter json)
{
    private const string Version = "edgeprobe-replay/1";
    private const int FlushAbove = 32 * 1024;
    private const int LongestNumber = 32;

    // An IPv6 address with a scope's room, a blank and a port.
    private const int LongestEnd = 64;
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
        json.WriteString("format"u8, Version);
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
        json.WriteNumber("first_time_s"u8, intake.FirstNs / 1_000_000_000m);
        json.WriteNumber("last_time_s"u8, intake.LastNs / 1_000_000_000m);
        json.WriteBoolean("truncated"u8, replay.IsTruncated);
        json.WriteString("link_type"u8, replay.Link.ToString().ToLowerInvariant());
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
        ReplayCounters.Tell(replay, (name, value) => json.WriteNumber(name, value));
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
        if (ns is not { } value)
        {
            json.WriteNull(name);
            return;
        }

        Span<byte> digits = stackalloc byte[LongestNumber];
        json.WritePropertyName(name);
        json.WriteRawValue(digits[..Format(value, digits)], skipInputValidation: true);
    }

    /// <summary>A thousandth with up to three decimals, none of them a zero at the end.</summary>
    private static int Format(long thousandths, Span<byte> into)
    {
        var length = 0;
        if (thousandths < 0) into[length++] = (byte)'-';
        var (whole, rest) = Math.DivRem((ulong)Math.Abs(thousandths), 1000);
        whole.TryFormat(into[length..], out var written, default, CultureInfo.InvariantCulture);
        length += written;
        if (rest == 0) return length;
        into[length++] = (byte)'.';
        for (var unit = 100UL; rest > 0; unit /= 10)
        {
            into[length++] = (byte)('0' + rest / unit);
            rest %= unit;
        }

        return length;
    }

    private void WriteEnd(ReadOnlySpan<byte> name, Observations.IpAddress address, ushort port)
    {
        Span<byte> text = stackalloc byte[LongestEnd];
        address.TryFormat(text, out var length);
        text[length++] = (byte)' ';
        port.TryFormat(text[length..], out var written, default, CultureInfo.InvariantCulture);
        json.WriteString(name, text[..(length + written)]);
    }

    /// <summary>Keeps no more of the document in memory than has just been written.</summary>
    private void FlushNow()
    {
        if (json.BytesPending > FlushAbove) json.Flush();
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
