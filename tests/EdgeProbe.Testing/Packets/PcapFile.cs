namespace EdgeProbe.Testing.Packets;

/// <summary>A capture file in the classic format, in either byte order, with micro- or nanoseconds.</summary>
public sealed class PcapFile(int linkType = 1, bool littleEndian = true, bool nanoseconds = true, int snapLength = 262_144)
{
    private readonly Octets _octets = new Octets(littleEndian)
        .U32(nanoseconds ? 0xa1b23c4d : 0xa1b2c3d4).U16(2, 4).U32(0, 0, snapLength, linkType);

    /// <summary>A frame seen at a time since the epoch, cut at the snap length; its length on the wire is its own unless it is said.</summary>
    public PcapFile Add(long timeNs, ReadOnlySpan<byte> frame, int? wireLength = null)
    {
        var kept = frame[..Math.Min(frame.Length, snapLength)];
        var fraction = timeNs % 1_000_000_000;
        _octets.U32(timeNs / 1_000_000_000, nanoseconds ? fraction : fraction / 1000, kept.Length, wireLength ?? frame.Length).Bytes(kept);
        return this;
    }

    public byte[] ToArray() => _octets.ToArray();

    public void Save(string path) => File.WriteAllBytes(path, ToArray());
}
