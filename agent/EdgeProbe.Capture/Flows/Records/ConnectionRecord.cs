using System.Runtime.CompilerServices;
using EdgeProbe.Capture.Observations;

namespace EdgeProbe.Capture.Flows.Records;

/// <summary>What vouches for the sides of a connection.</summary>
internal enum SideBasis : byte { Assumed, Home, Private }

/// <summary>What is counted twice for each connection. Index 0: towards or at the server; 1: towards or at the client.</summary>
[InlineArray(2)]
internal struct Both<T>
    where T : unmanaged
{
    private T _server;
}

/// <summary>Round trips of the data of one direction.</summary>
internal struct RttRecord
{
    public SampleBag Samples;
    public uint DelayedAckSuspects;
    public uint ByTimestamp;
}

/// <summary>One connection as the replay tells it; its fields are those of docs/replay.md.</summary>
internal struct ConnectionRecord
{
    public IpAddress Client;
    public IpAddress Server;
    public long StartNs;
    public long LastNs;
    public long FullConnectNs;
    public long ServerConnectNs;
    public long ClientConnectNs;

    /// <summary>0: of data towards the server, acknowledged by it.</summary>
    public Both<RttRecord> Rtt;
    public Both<uint> LostSegments;
    public Both<ulong> LostBytes;

    /// <summary>By where they came from: 0 from the server.</summary>
    public Both<uint> Reordered;
    public Both<uint> Spurious;

    /// <summary>By sender: 0 the server.</summary>
    public Both<uint> Packets;
    public Both<ulong> PayloadBytes;
    public ulong UnseenBytes;
    public uint KeepAlives;
    public uint ZeroWindows;
    public uint WindowProbes;
    public uint DuplicateAcks;
    public uint MirrorDuplicates;
    public uint Rsts;
    public uint Fins;
    public uint IcmpErrors;
    public uint Voided;
    public uint Impossible;
    public uint Syns;
    public uint SynAcks;
    public ushort ClientPort;
    public ushort ServerPort;
    public Handshake Handshake;
    public Side ClientSide;
    public SideBasis Basis;
    public bool IsAmbiguous;
    public bool HasTtlHint;
    public bool HasRttHint;

    public readonly bool IsOneSided => Packets[0] == 0 || Packets[1] == 0;
}

/// <summary>One TLS handshake.</summary>
internal struct HelloRecord
{
    public IpAddress Client;
    public IpAddress Server;
    public long StartNs;

    /// <summary>ClientHello to the first answer in nanoseconds; -1 while there is none.</summary>
    public long HelloNs;
    public ushort ClientPort;
    public ushort ServerPort;
    public Side ServerSide;
    public bool HasRetry;
    public uint Alerts;
}
