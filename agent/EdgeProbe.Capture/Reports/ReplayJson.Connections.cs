using EdgeProbe.Capture.Flows;
using EdgeProbe.Capture.Flows.Records;

namespace EdgeProbe.Capture.Reports;

/// <summary>Connections and their handshakes.</summary>
internal sealed partial class ReplayJson
{
    private void WriteConnections()
    {
        json.WriteStartArray("connections"u8);
        foreach (ref readonly var record in _book.Connections.AsSpan()) Write(record);
        json.WriteEndArray();
    }

    private void Write(in ConnectionRecord record)
    {
        // Where nothing vouches for the sides, the document (and nothing else) takes the client for the home.
        var wan = record.ClientSide == Side.Wan ? 1 : 0;
        json.WriteStartObject();
        json.WriteString("protocol"u8, "tcp"u8);
        json.WriteEnd("client"u8, record.Client, record.ClientPort);
        json.WriteEnd("server"u8, record.Server, record.ServerPort);
        json.WriteString("client_side"u8, WordOf(record.ClientSide));
        json.WriteString("sides"u8, WordOf(record.Basis));
        Start(record.StartNs);
        Microseconds("duration_us"u8, record.LastNs - record.StartNs);
        json.WriteStartObject("packets"u8);
        json.WriteNumber("client"u8, record.Packets[1]);
        json.WriteNumber("server"u8, record.Packets[0]);
        json.WriteEndObject();
        json.WriteStartObject("payload_bytes"u8);
        json.WriteNumber("client"u8, record.PayloadBytes[1]);
        json.WriteNumber("server"u8, record.PayloadBytes[0]);
        json.WriteEndObject();
        WriteHandshake(record, wan);
        json.WriteStartObject("rtt"u8);
        WriteRtt("wan"u8, record.Rtt[wan]);
        WriteRtt("lan"u8, record.Rtt[wan ^ 1]);
        json.WriteEndObject();
        WriteLoss(record, wan);
        WriteAnomalies(record);
        json.WriteEndObject();
    }

    private void WriteHandshake(in ConnectionRecord record, int wan)
    {
        json.WriteString("handshake"u8, WordOf(record.Handshake));
        json.WriteStartObject("connect"u8);
        MicrosecondsOrNull("wan_us"u8, wan == 0 ? record.ServerConnectNs : record.ClientConnectNs);
        MicrosecondsOrNull("lan_us"u8, wan == 0 ? record.ClientConnectNs : record.ServerConnectNs);
        MicrosecondsOrNull("full_us"u8, FullConnect(record));
        json.WriteEndObject();
        json.WriteNumber("syn"u8, record.Syns);
        json.WriteNumber("syn_ack"u8, record.SynAcks);
        json.WriteBoolean("ambiguous"u8, record.IsAmbiguous);
    }

    private static long FullConnect(in ConnectionRecord record) =>
        record is { ServerConnectNs: >= 0, ClientConnectNs: >= 0 } ? record.ServerConnectNs + record.ClientConnectNs : record.FullConnectNs;

    private void WriteRtt(ReadOnlySpan<byte> name, in RttRecord rtt)
    {
        json.WriteStartObject(name);
        WriteSpreadMembers(rtt.Samples);
        json.WriteNumber("delayed_ack_suspects"u8, rtt.DelayedAckSuspects);
        json.WriteNumber("by_timestamp"u8, rtt.ByTimestamp);
        json.WriteEndObject();
    }

    private void WriteLoss(in ConnectionRecord record, int wan)
    {
        json.WriteStartObject("loss"u8);
        WriteLost("wan"u8, record, wan);
        WriteLost("lan"u8, record, wan ^ 1);
        json.WriteEndObject();
        WriteBoth("reordered"u8, record.Reordered[wan], record.Reordered[wan ^ 1]);
        WriteBoth("spurious"u8, record.Spurious[wan], record.Spurious[wan ^ 1]);
    }

    private void WriteLost(ReadOnlySpan<byte> name, in ConnectionRecord record, int index)
    {
        json.WriteStartObject(name);
        json.WriteNumber("segments"u8, record.LostSegments[index]);
        json.WriteNumber("bytes"u8, record.LostBytes[index]);
        json.WriteEndObject();
    }

    private void WriteBoth(ReadOnlySpan<byte> name, uint wan, uint lan)
    {
        json.WriteStartObject(name);
        json.WriteNumber("wan"u8, wan);
        json.WriteNumber("lan"u8, lan);
        json.WriteEndObject();
    }

    private void WriteAnomalies(in ConnectionRecord record)
    {
        json.WriteNumber("keep_alive"u8, record.KeepAlives);
        json.WriteNumber("zero_window"u8, record.ZeroWindows);
        json.WriteNumber("window_probe"u8, record.WindowProbes);
        json.WriteNumber("duplicate_ack"u8, record.DuplicateAcks);
        json.WriteNumber("mirror_duplicate"u8, record.MirrorDuplicates);
        json.WriteNumber("unseen_bytes"u8, record.UnseenBytes);
        json.WriteNumber("rst"u8, record.Rsts);
        json.WriteNumber("fin"u8, record.Fins);
        json.WriteNumber("icmp_errors"u8, record.IcmpErrors);
        json.WriteBoolean("one_sided"u8, record.IsOneSided);
        if (record.HasTtlHint || record.HasRttHint) json.WriteString("proxy_hint"u8, record.HasTtlHint ? "ttl"u8 : "rtt"u8);
        else json.WriteNull("proxy_hint"u8);
        json.WriteNumber("voided"u8, record.Voided);
        json.WriteNumber("impossible"u8, record.Impossible);
    }

    private void WriteTls()
    {
        json.WriteStartArray("tls"u8);
        foreach (ref readonly var hello in _book.Hellos.AsSpan())
        {
            json.WriteStartObject();
            json.WriteEnd("client"u8, hello.Client, hello.ClientPort);
            json.WriteEnd("server"u8, hello.Server, hello.ServerPort);
            json.WriteString("side"u8, WordOf(hello.ServerSide));
            Start(hello.StartNs);
            MicrosecondsOrNull("hello_us"u8, hello.HelloNs);
            json.WriteBoolean("hello_retry"u8, hello.HasRetry);
            json.WriteNumber("alerts"u8, hello.Alerts);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
