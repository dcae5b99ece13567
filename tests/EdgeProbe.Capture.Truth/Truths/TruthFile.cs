using System.Text.Json.Nodes;

namespace EdgeProbe.Capture.Truth.Truths;

/// <summary>A capture's truth as a file, made from the same analysers by another hand; our own asking of them is held to it.</summary>
internal sealed class TruthFile
{
    private readonly JsonNode _root;

    private TruthFile(JsonNode root) => _root = root;

    /// <returns>Null when there is none in the folder "truth" beside the capture.</returns>
    public static TruthFile? Of(string capture)
    {
        var path = Path.Combine(Path.GetDirectoryName(capture) ?? "", "truth", Path.GetFileName(capture) + ".json");
        return File.Exists(path) ? new TruthFile(JsonNode.Parse(File.ReadAllText(path))!) : null;
    }

    public int Packets => (int)_root["packets"]!;

    public int Connections => (int)_root["tcp"]!["connections"]!;

    public double? CleanToServerP50Us => (double?)_root["tcp"]!["handshake"]!["clean_syn_to_synack_ms"]!["p50"] * 1000;

    public double? CleanToClientP50Us => (double?)_root["tcp"]!["handshake"]!["clean_synack_to_ack_ms"]!["p50"] * 1000;

    public int DnsTimes => (int)_root["dns"]!["time_ms"]!["n"]!;

    public double? DnsP50Us => (double?)_root["dns"]!["time_ms"]!["p50"] * 1000;

    public int EchoTimes => (int)_root["icmp"]!["v4_echo_rtt_ms"]!["n"]! + (int)_root["icmp"]!["v6_echo_rtt_ms"]!["n"]!;

    public int RttSamples => _root["tcptrace"]?["connections"]?.AsArray()
        .Sum(connection => Samples(connection!["a2b"]) + Samples(connection["b2a"])) ?? 0;

    private static int Samples(JsonNode? direction) => (int?)direction?["rtt_samples"] ?? 0;
}
