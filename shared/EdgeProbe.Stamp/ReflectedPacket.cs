using System.Buffers.Binary;

namespace EdgeProbe.Stamp;

/// <summary>What a Session-Reflector answers, unauthenticated mode (RFC 8762 section 4.3.1; SSID: RFC 8972 section 3).</summary>
public readonly record struct ReflectedPacket
{
    public const int Bytes = SenderPacket.Bytes;

    /// <summary>The reflector's own count of what it reflected in this session, if it keeps one; else the sender's number.</summary>
    public uint Sequence { get; init; }

    /// <summary>When the answer was sent.</summary>
    public ulong Timestamp { get; init; }

    /// <summary>Of the reflector's clock, for both of its timestamps.</summary>
    public ErrorEstimate Error { get; init; }

    public ushort SessionId { get; init; }

    /// <summary>When the sender's packet was received.</summary>
    public ulong Received { get; init; }

    /// <summary>The sender's packet, as it came.</summary>
    public SenderPacket Sender { get; init; }

    /// <summary>TTL or hop limit of the sender's packet on arrival.</summary>
    public byte SenderHopLimit { get; init; }

    /// <summary>When the answer was sent, in ticks of 100 ns since the year 1.</summary>
    public long SentTicks => StampTime.ToTicks(Timestamp, Error.IsPtp);

    /// <summary>When the sender's packet was received, in the same ticks.</summary>
    public long ReceivedTicks => StampTime.ToTicks(Received, Error.IsPtp);

    /// <summary>Reads the base packet; false when it is too short or an error estimate is void.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out ReflectedPacket packet)
    {
        packet = default;
        if (bytes.Length < Bytes) return false;
        var error = new ErrorEstimate(BinaryPrimitives.ReadUInt16BigEndian(bytes[12..]));
        var session = BinaryPrimitives.ReadUInt16BigEndian(bytes[14..]);
        var sender = new SenderPacket(
            BinaryPrimitives.ReadUInt32BigEndian(bytes[24..]), BinaryPrimitives.ReadUInt64BigEndian(bytes[28..]),
            new ErrorEstimate(BinaryPrimitives.ReadUInt16BigEndian(bytes[36..])), session);
        if (!error.IsValid || !sender.Error.IsValid) return false;
        packet = new ReflectedPacket
        {
            Sequence = BinaryPrimitives.ReadUInt32BigEndian(bytes),
            Timestamp = BinaryPrimitives.ReadUInt64BigEndian(bytes[4..]),
            Error = error,
            SessionId = session,
            Received = BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]),
            Sender = sender,
            SenderHopLimit = bytes[40],
        };
        return true;
    }

    /// <summary>Writes the base packet into the first 44 bytes.</summary>
    public void Write(Span<byte> bytes)
    {
        bytes[..Bytes].Clear();
        BinaryPrimitives.WriteUInt32BigEndian(bytes, Sequence);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[4..], Timestamp);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[12..], Error.Bits);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[14..], SessionId);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[16..], Received);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[24..], Sender.Sequence);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[28..], Sender.Timestamp);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[36..], Sender.Error.Bits);
        bytes[40] = SenderHopLimit;
    }
}
