namespace EdgeProbe.Testing.Packets;

/// <summary>A capture file of the next generation: sections, interfaces with their own link type and time resolution, blocks.</summary>
public sealed class PcapNgFile
{
    private const uint SectionHeader = 0x0a0d0d0a;
    private const uint InterfaceDescription = 1;
    private const uint SimplePacket = 3;
    private const uint EnhancedPacket = 6;

    private readonly bool _littleEndian;
    private readonly Octets _octets;
    private readonly List<int> _resolutions = [];

    public PcapNgFile(bool littleEndian = true)
    {
        _littleEndian = littleEndian;
        _octets = new Octets(littleEndian);
        Block(SectionHeader, Inner().U32(0x1a2b3c4d).U16(1, 0).U32(-1, -1));
    }

    /// <summary>Adds an interface; interfaces count from 0. Resolution n is 10^-n s, with the high bit set 2^-(n - 128) s.</summary>
    public PcapNgFile Interface(int linkType = 1, int resolution = 9, int snapLength = 262_144)
    {
        _resolutions.Add(resolution);
        return Block(InterfaceDescription, Inner().U16(linkType, 0).U32(snapLength).U16(9, 1).U8(resolution, 0, 0, 0).U16(0, 0));
    }

    public PcapNgFile Add(long timeNs, ReadOnlySpan<byte> frame, int? wireLength = null, int on = 0)
    {
        var ticks = Ticks(timeNs, _resolutions[on]);
        return Block(EnhancedPacket, Inner()
            .U32(on, (long)(ticks >> 32), (long)(ticks & 0xffffffff), frame.Length, wireLength ?? frame.Length).Bytes(frame).PadTo(4));
    }

    /// <summary>A packet without a time, on interface 0.</summary>
    public PcapNgFile AddSimple(ReadOnlySpan<byte> frame) => Block(SimplePacket, Inner().U32(frame.Length).Bytes(frame).PadTo(4));

    /// <summary>Any block, its length put around it.</summary>
    public PcapNgFile Block(uint type, byte[] body)
    {
        _octets.U32(type, body.Length + 12).Bytes(body).U32(body.Length + 12);
        return this;
    }

    public byte[] ToArray() => _octets.ToArray();

    public void Save(string path) => File.WriteAllBytes(path, ToArray());

    private static ulong Ticks(long timeNs, int resolution)
    {
        var perSecond = resolution >= 128 ? (UInt128)1 << (resolution - 128) : Power(resolution);
        return (ulong)((UInt128)timeNs * perSecond / 1_000_000_000);
    }

    private static UInt128 Power(int digits)
    {
        UInt128 value = 1;
        for (var i = 0; i < digits; i++) value *= 10;
        return value;
    }

    private Octets Inner() => new(_littleEndian);
}
