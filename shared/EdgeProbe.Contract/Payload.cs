namespace EdgeProbe.Contract;

/// <summary>A message as it is published, with its MQTT v5 content type.</summary>
public readonly record struct Payload(ReadOnlyMemory<byte> Bytes, string ContentType);
