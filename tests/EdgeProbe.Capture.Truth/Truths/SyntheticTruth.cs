using System.Text.Json;
using System.Text.Json.Serialization;

namespace EdgeProbe.Capture.Truth.Truths;

/// <summary>NAME.truth.json beside a simulated capture: known from the simulation itself, not from another analyser. Null where it says nothing.</summary>
internal sealed record SyntheticTruth
{
    private static readonly JsonSerializerOptions Reading = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public string Name { get; init; } = "";

    public string Encap { get; init; } = "";

    public string Note { get; init; } = "";

    public int? DropsWanSide { get; init; }

    public int? DropsLanSide { get; init; }

    public int RetransmissionsSent { get; init; }

    public int RepeatRangesSeenAtProbe { get; init; }

    public double? HandshakeWanMs { get; init; }

    public double? HandshakeLanMs { get; init; }

    public long? PayloadDown { get; init; }

    public int? Queries { get; init; }

    public int Matched { get; init; }

    public IReadOnlyDictionary<string, int> Rcodes { get; init; } = new Dictionary<string, int>();

    public int Timeouts { get; init; }

    public int ClientRetransmissions { get; init; }

    public double P50 { get; init; }

    public double Min { get; init; }

    public double Max { get; init; }

    public int? ReceivedUnique { get; init; }

    public int Lost { get; init; }

    public int Duplicates { get; init; }

    [JsonPropertyName("rfc3550_final_jitter_ms")]
    public double FinalJitterMs { get; init; }

    public int? Requests { get; init; }

    public int Replies { get; init; }

    public static string FileOf(string capture) => Path.ChangeExtension(capture, ".truth.json");

    /// <returns>Null when there is no such file beside the capture.</returns>
    public static SyntheticTruth? Beside(string capture) =>
        File.Exists(FileOf(capture)) ? JsonSerializer.Deserialize<SyntheticTruth>(File.ReadAllText(FileOf(capture)), Reading) : null;
}
