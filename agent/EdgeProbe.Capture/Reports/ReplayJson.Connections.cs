using EdgeProbe.Capture.Flows;
using EdgeProbe.Capture.Flows.Records;

namespace EdgeProbe.Capture.Reports;

/// <summary>Connections and their handshakes.</summary>
internal sealed partial class ReplayJson
{
    private void WriteConnections()
    {
        json.WriteStartArray("connections");
        foreach (ref readonly var record in _book.Connections.AsSpan()) Write(record);
        json.WriteEndArray();
    }

    private void Write(in ConnectionRecord record)
    {
        // Where nothing vouches for the sides, the document (and nothing else) takes the client for the home.
        var wan = record.ClientSide == Side.Wan ? 1 : 0;
        json.WriteStartObject();
        json.WriteString("protocol", "tcp");
        json.WriteString("client", End(record.Client, record.ClientPort));
        json.WriteString("server", End(record.Server, record.ServerPort));
        json.WriteString("client_side", WordOf(record.ClientSide));
        json.WriteString("sides", WordOf(record.Basis));
        Start(record.StartNs);
        Microseconds("duration_us", record.LastNs - record.StartNs);
        json.WriteStartObject("packets");
        json.WriteNumber("client", record.Packets[1]);
        json.WriteNumber("server", record.Packets[0]);
        json.WriteEndObject();
        json.WriteStartObject("payload_bytes");
        json.WriteNumber("client", record.PayloadBytes[1]);
        json.WriteNumber("server", record.PayloadBytes[0]);
        json.WriteEndObject();
        WriteHandshake(record, wan);
        json.WriteStartObject("rtt");
        WriteRtt("wan", record.Rtt[wan]);
        WriteRtt("lan", record.Rtt[wan ^ 1]);
        json.WriteEndObject();
        WriteLoss(record, wan);
        WriteAnomalies(record);
        json.WriteEndObject();
    }

    private void WriteHandshake(in ConnectionRecord record, int wan)
    {
        json.WriteString("handshake", record.Handshake.ToString().ToLowerInvariant());
        json.WriteStartObject("connect");
        MicrosecondsOrNull("wan_us", wan == 0 ? record.ServerConnectNs : record.ClientConnectNs);
        MicrosecondsOrNull("lan_us", wan == 0 ? record.ClientConnectNs : record.ServerConnectNs);
        MicrosecondsOrNull("full_us", FullConnect(record));
        json.WriteEndObject();
        json.WriteNumber("syn", record.Syns);
        json.WriteNumber("syn_ack", record.SynAcks);
        json.WriteBoolean("ambiguous", record.IsAmbiguous);
    }

    private static long FullConnect(in ConnectionRecord record) =>
        record is { ServerConnectNs: >= 0, ClientConnectNs: >= 0 } ? record.ServerConnectNs + record.ClientConnectNs : record.FullConnectNs;

    private void WriteRtt(string name, in RttRecord rtt)
    {
        json.WriteStartObject(name);
        WriteSpreadMembers(rtt.Samples);
        json.WriteNumber("delayed_ack_suspects", rtt.DelayedAckSuspects);
        json.WriteNumber("by_timestamp", rtt.ByTimestamp);
        json.WriteEndObject();
    }

    private void WriteLoss(in ConnectionRecord record, int wan)
    {
        json.WriteStartObject("loss");
        foreach (var (name, index) in new[] { ("wan", wan), ("lan", wan ^ 1) })
        {
            json.WriteStartObject(name);
            json.WriteNumber("segments", record.LostSegments[index]);
            json.WriteNumber("bytes", record.LostBytes[index]);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        WriteBoth("reordered", record.Reordered[wan], record.Reordered[wan ^ 1]);
        WriteBoth("spurious", record.Spurious[wan], record.Spurious[wan ^ 1]);
    }

    private void WriteBoth(string name, uint wan, uint lan)
    {
        json.WriteStartObject(name);
        json.WriteNumber("wan", wan);
        json.WriteNumber("lan", lan);
        json.WriteEndObject();
    }

    private void WriteAnomalies(in ConnectionRecord record)
    {
        json.WriteNumber("keep_alive", record.KeepAlives);
        json.WriteNumber("zero_window", record.ZeroWindows);
        json.WriteNumber("window_probe", record.WindowProbes);
        json.WriteNumber("duplicate_ack", record.DuplicateAcks);
        json.WriteNumber("mirror_duplicate", record.MirrorDuplicates);
        json.WriteNumber("unseen_bytes", record.UnseenBytes);
        json.WriteNumber("rst", record.Rsts);
        json.WriteNumber("fin", record.Fins);
        json.WriteNumber("icmp_errors", record.IcmpErrors);
        json.WriteBoolean("one_sided", record.IsOneSided);
        if (record.HasTtlHint || record.HasRttHint) json.WriteString("proxy_hint", record.HasTtlHint ? "ttl" : "rtt");
        else json.WriteNull("proxy_hint");
        json.WriteNumber("voided", record.Voided);
        json.WriteNumber("impossible", record.Impossible);
    }

    private void WriteTls()
    {
        json.WriteStartArray("tls");
        foreach (ref readonly var hello in _book.Hellos.AsSpan())
        {
            json.WriteStartObject();
            json.WriteString("client", End(hello.Client, hello.ClientPort));
            json.WriteString("server", End(hello.Server, hello.ServerPort));
            json.WriteString("side", WordOf(hello.ServerSide));
            Start(hello.StartNs);
            MicrosecondsOrNull("hello_us", hello.HelloNs);
            json.WriteBoolean("hello_retry", hello.HasRetry);
            json.WriteNumber("alerts", hello.Alerts);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
