namespace EdgeProbe.Contract;

/// <summary>MQTT v5 content types of what a probe publishes. The version in the name is that of the topic root.</summary>
public static class ContentTypes
{
    public const string Protobuf = "application/vnd.edgeprobe.v1+protobuf";

    /// <summary>The same, compressed as raw DEFLATE (RFC 1951), without a zlib or gzip frame.</summary>
    public const string DeflatedProtobuf = "application/vnd.edgeprobe.v1+protobuf+deflate";
}
