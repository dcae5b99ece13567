namespace EdgeProbe.Testing.Packets;

/// <summary>What a TCP header says beside the ports (RFC 9293 section 3.1). Flags are the header's own bits: 0x02 is SYN.</summary>
public sealed record TcpHeader
{
    public const int Fin = 1;
    public const int Syn = 2;
    public const int Rst = 4;
    public const int Psh = 8;
    public const int Ack = 16;

    public uint Sequence { get; init; } = 1000;

    public uint Acknowledgment { get; init; }

    public int Flags { get; init; } = Ack;

    public int Window { get; init; } = 65_535;

    /// <summary>Value and echo (RFC 7323), behind two NOPs as common stacks write them.</summary>
    public (uint Value, uint Echo)? Timestamps { get; init; }

    /// <summary>Left and right edges (RFC 2018).</summary>
    public (uint Left, uint Right)[] Sack { get; init; } = [];

    public bool SackPermitted { get; init; }

    public int? WindowScale { get; init; }

    public int? MaximumSegmentSize { get; init; }

    /// <summary>Written in front of all other options, as they are.</summary>
    public byte[] RawOptions { get; init; } = [];

    /// <summary>The data offset in words where it is to be a lie.</summary>
    public int? SaidWords { get; init; }

    /// <summary>A SYN as a home's computer sends it.</summary>
    public static TcpHeader Opening(uint sequence) => new()
    {
        Sequence = sequence, Flags = Syn, MaximumSegmentSize = 1460, SackPermitted = true, WindowScale = 7, Timestamps = (1, 0),
    };

    /// <summary>The segment, its checksum right for these ends.</summary>
    public byte[] Around(Ends ends, ReadOnlySpan<byte> payload)
    {
        var options = Options();
        byte[] segment = new Octets()
            .U16(ends.From.Port, ends.To.Port).U32(Sequence, Acknowledgment)
            .U8((SaidWords ?? 5 + options.Length / 4) << 4, Flags).U16(Window, 0, 0).Bytes(options).Bytes(payload);
        Checksums.Put(segment, 16, ends.From.Address, ends.To.Address, 6);
        return segment;
    }

    private byte[] Options()
    {
        var options = new Octets().Bytes(RawOptions);
        if (MaximumSegmentSize is { } size) options.U8(2, 4).U16(size);
        if (SackPermitted) options.U8(4, 2);
        if (WindowScale is { } scale) options.U8(3, 3, scale);
        if (Timestamps is { } stamps) options.U8(1, 1, 8, 10).U32(stamps.Value, stamps.Echo);
        if (Sack.Length > 0) options.U8(1, 1, 5, 2 + 8 * Sack.Length);
        foreach (var (left, right) in Sack) options.U32(left, right);
        return options.PadTo(4, 1);
    }
}
