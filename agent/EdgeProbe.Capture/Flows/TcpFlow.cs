using System.Runtime.CompilerServices;

namespace EdgeProbe.Capture.Flows;

/// <summary>How far the set-up of a connection was seen to come.</summary>
internal enum Handshake : byte { None, Unanswered, Half, Complete, Refused, Unreachable }

[Flags]
internal enum TcpFlowFlags : ushort
{
    None = 0,

    /// <summary>The client is the key's low end.</summary>
    ClientIsLow = 1,

    /// <summary>RST, or both FINs acknowledged: what still comes is no data.</summary>
    Closed = 2,

    /// <summary>The client's first acknowledgment is still awaited.</summary>
    AwaitsConfirmation = 4,

    /// <summary>More than one SYN-ACK: which of them was acknowledged is not known.</summary>
    RepeatedSynAck = 8,

    /// <summary>Counted as a flow of which only one direction is seen.</summary>
    CountedOneSided = 16,
    CountedTwoSided = 32,
    HelloSeen = 64,
    HelloAnswered = 128,
    HelloRetried = 256,

    /// <summary>Judged for a proxy on the way.</summary>
    JudgedForProxy = 512,
    TtlHint = 1024,
    RttHint = 2048,

    /// <summary>One end is at home and the other is not: its delays belong to a side.</summary>
    HasSides = 4096,
}

/// <summary>One direction of a connection: what its sender has sent, and how much of that the other end has acknowledged.</summary>
internal struct TcpHalf
{
    /// <summary>One behind the highest byte seen; meaningless before <see cref="IsValid"/>.</summary>
    public uint Right;

    /// <summary>The highest acknowledgment of the other end.</summary>
    public uint Acked;

    /// <summary>The timestamp under way, to be used where the sequence numbers cannot tell (RFC 7323).</summary>
    public uint ArmedTimestamp;
    public uint NewestTimestamp;
    public long ArmedTimestampNs;
    public ulong PayloadBytes;

    /// <summary>Smallest round trip of this direction's data so far in nanoseconds (probe to receiver and back); 0 when none.</summary>
    public long SmallestRttNs;
    public uint Packets;
    public uint RttSamples;

    /// <summary>Holes and repeats: a place in <see cref="TroublePool"/> and one; 0 while there was none.</summary>
    public ushort Trouble;
    public ushort Window;
    public byte TimeToLive;
    public bool IsValid;
    public bool HasTimestamp;
    public bool IsTimestampArmed;
    public bool HasFin;
    public bool IsWindowZero;

    /// <summary>Last, since it is the largest and what stands before it is wanted for every packet.</summary>
    public SegmentRing Ring;
}

[InlineArray(2)]
internal struct TcpHalves
{
    private TcpHalf _fromClient;
}

/// <summary>A connection that both ends have confirmed, or that was met in the middle.</summary>
internal struct TcpFlow
{
    public long LastSeenNs;

    /// <summary>Of the SYN-ACK that waits for the client's acknowledgment.</summary>
    public long SynAckNs;

    /// <summary>Of the ClientHello.</summary>
    public long HelloNs;

    /// <summary>Both halves of the set-up in nanoseconds; -1 when unknown.</summary>
    public long ServerConnectNs;
    public long ClientConnectNs;
    public uint ServerIsn;
    public uint ClientIsn;
    public uint SynAckTimestamp;

    /// <summary>Its entry in the book, or -1.</summary>
    public int Record;
    public int HelloRecord;
    public TcpFlowFlags Flags;
    public Side ClientSide;
    public Side ServerSide;
    public byte Epoch;
    public byte SynAckTimeToLive;

    /// <summary>0: what the client sends; 1: what the server sends.</summary>
    public TcpHalves Halves;

    public readonly bool Is(TcpFlowFlags flag) => (Flags & flag) != 0;

    /// <summary>The side towards which data of that half travels behind the probe: where its receiver is.</summary>
    public readonly Side ReceiverOf(int half) => half == 0 ? ServerSide : ClientSide;

    public readonly Side SenderOf(int half) => half == 0 ? ClientSide : ServerSide;
}

/// <summary>A connection being set up, kept apart so that a flood of SYNs cannot push out a flow that lives.</summary>
internal struct Embryo
{
    public long FirstSynNs;
    public long LastSynNs;
    public long FirstSynAckNs;
    public uint ClientIsn;
    public uint ServerIsn;
    public uint FirstSynTimestamp;
    public uint LastSynTimestamp;
    public uint SynAckTimestamp;

    /// <summary>SYN to SYN-ACK in nanoseconds; -1 when it cannot be told.</summary>
    public long ServerConnectNs;

    /// <summary>SYN to the RST that refused it in nanoseconds; 0 when none did.</summary>
    public long RefusedNs;
    public uint Generation;
    public int Record;
    public ushort Source;
    public byte Syns;
    public byte SynAcks;
    public byte SynAckTimeToLive;
    public byte Epoch;
    public bool ClientIsLow;
    public bool HasIsn;
    public bool HasTimestamps;
    public bool IsReported;
    public bool IsAmbiguous;

    /// <summary>The server's half is known by the echoed timestamp only.</summary>
    public bool IsByTimestamp;
    public Side ClientSide;
    public Side ServerSide;
    public ushort SynAckWindow;
}
