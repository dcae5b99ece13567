namespace EdgeProbe.Capture.Parsing;

/// <summary>The IP packet inside a frame, with whatever follows it (padding, checksum); gone when the next frame is read.</summary>
/// <param name="packet">What was captured of it.</param>
/// <param name="wireLength">Bytes from its start to the end of the frame on the wire.</param>
/// <param name="version">4 or 6 as the link layer announces it; 0 when only the packet says it.</param>
internal readonly ref struct LinkPayload(ReadOnlySpan<byte> packet, uint wireLength, byte version)
{
    public ReadOnlySpan<byte> Packet { get; } = packet;

    public uint WireLength { get; } = wireLength;

    public byte Version { get; } = version;
}
