using System.Runtime.CompilerServices;
using EdgeProbe.Capture.Observations;

namespace EdgeProbe.Capture.Flows;

/// <summary>One QUIC connection.</summary>
internal struct QuicFlow
{
    public SpinDirection Client;
    public SpinDirection Server;
    public EarlySpins Early;
    public long FirstInitialNs;

    /// <summary>Of the client's newest Initial: a ClientHello in two datagrams is answered when the second has come.</summary>
    public long LastInitialNs;
    public long ServerHandshakeNs;
    public long ServerHalfNs;
    public long ClientHalfNs;
    public int Record;
    public uint Version;

    /// <summary>Of the id that the client named as its own.</summary>
    public uint ClientIdHash;
    public uint ClientPackets;
    public uint ServerPackets;
    public uint Initials;
    public byte Flights;
    public byte EarlyCount;
    public byte Epoch;
    public bool ClientIsLow;
    public bool HasServerAnswered;
    public bool HasRetry;

    /// <summary>Of a version that is not known, and not yet answered.</summary>
    public bool IsGuess;
    public Side ClientSide;
    public Side ServerSide;
}

/// <summary>The spin bit as one end sends it.</summary>
internal struct SpinDirection
{
    public long EdgeNs;

    /// <summary>An edge that one packet has shown; the next must hold it.</summary>
    public long PendingNs;
    public uint Packets;
    public uint Edges;
    public uint Rejected;
    public bool Value;
    public bool HasValue;
    public bool IsUsed;

    public void Forget() => (EdgeNs, PendingNs, HasValue) = (0, 0, false);
}

/// <summary>Round trips found before it was clear that the bit spins.</summary>
internal struct EarlySpin
{
    public long Ns;
    public bool IsServers;
}

[InlineArray(Length)]
internal struct EarlySpins
{
    public const int Length = 6;
    private EarlySpin _first;
}

/// <summary>
/// Round trips by the spin bit (RFC 9000 section 17.4, RFC 9312 section 3.8.2): the client turns it, the server returns it. Voluntary, off on
/// at least one path in eight, and shaken by reordering: an edge counts when a second packet holds it or it comes long after the last one,
/// and nothing is told before both ends have turned three times.
/// </summary>
internal sealed partial class QuicStage
{
    private const byte SpinBit = 0x20;
    private const int Alternations = 3;
    private const int SilentPackets = 10;

    private void TakeSpin(ref QuicFlow flow, byte shortHeader, long timeNs, bool fromClient)
    {
        ref var own = ref flow.Client;
        if (!fromClient) own = ref flow.Server;
        own.Packets++;
        var value = (shortHeader & SpinBit) != 0;
        if (!own.HasValue)
        {
            // The first packet stands for an edge, as far as time goes.
            (own.HasValue, own.Value, own.EdgeNs, own.IsUsed) = (true, value, timeNs, true);
        }
        else if (value == own.Value)
        {
            if (own.PendingNs == 0) return;
            own.PendingNs = 0;
            own.Rejected++;
            _context.Counters.SpinEdgesRejected++;
        }
        else if (own.PendingNs != 0)
        {
            Turn(ref flow, ref own, fromClient, value, own.PendingNs);
        }
        else if (IsLate(flow, own, timeNs))
        {
            Turn(ref flow, ref own, fromClient, value, timeNs);
        }
        else
        {
            own.PendingNs = timeNs;
        }
    }

    private static bool IsLate(in QuicFlow flow, in SpinDirection own, long timeNs) =>
        own.EdgeNs != 0 && flow.ServerHalfNs > 0 && timeNs - own.EdgeNs >= flow.ServerHalfNs / 2;

    private void Turn(ref QuicFlow flow, ref SpinDirection own, bool fromClient, bool value, long timeNs)
    {
        (own.Value, own.EdgeNs, own.PendingNs, own.IsUsed) = (value, timeNs, 0, false);
        own.Edges++;
        if (flow.EarlyCount > 0 && StateOf(flow) == Records.SpinState.Spinning) TellEarly(ref flow);
        ref var other = ref flow.Server;
        if (!fromClient) other = ref flow.Client;
        // The server returns what the client turned; the client turns over what came back.
        var matches = other is { EdgeNs: not 0, IsUsed: false } && other.Value == (fromClient ? !value : value);
        if (!matches) return;
        other.IsUsed = true;
        AddSpin(ref flow, timeNs - other.EdgeNs, isServers: !fromClient);
    }

    private void AddSpin(ref QuicFlow flow, long ns, bool isServers)
    {
        if (!_context.IsPossible(ns) || !IsCredible(flow, ns, isServers)) return;
        if (StateOf(flow) == Records.SpinState.Spinning) TellSpin(flow, ns, isServers);
        else if (flow.EarlyCount < EarlySpins.Length) flow.Early[flow.EarlyCount++] = new EarlySpin { Ns = ns, IsServers = isServers };
    }

    /// <summary>
    /// Against the same half of the same connection's set-up: from half of it to ten times, the latter only where it is certain which Initial
    /// was answered. The client's half of a set-up holds its computing, so this throws away some that were right.
    /// </summary>
    private static bool IsCredible(in QuicFlow flow, long ns, bool isServers)
    {
        var half = isServers ? flow.ServerHalfNs : flow.ClientHalfNs;
        return half <= 0 || (ns >= half / 2 && (flow.Flights != 1 || !isServers || ns <= half * 10));
    }

    private void TellEarly(ref QuicFlow flow)
    {
        for (var i = 0; i < flow.EarlyCount; i++) TellSpin(flow, flow.Early[i].Ns, flow.Early[i].IsServers);
        flow.EarlyCount = 0;
    }

    private void TellSpin(in QuicFlow flow, long ns, bool isServers)
    {
        _context.Answered(PassiveSeries.QuicRtt, isServers ? flow.ServerSide : flow.ClientSide, ns);
        if (flow.Record < 0) return;
        ref var record = ref _book!.Quic[flow.Record];
        if (isServers) _book.Samples.Add(ref record.ServerSpin, ns);
        else _book.Samples.Add(ref record.ClientSpin, ns);
    }

    private static Records.SpinState StateOf(in QuicFlow flow) => flow switch
    {
        { Client.Edges: >= Alternations, Server.Edges: >= Alternations } => Records.SpinState.Spinning,
        { Client.Edges: >= Alternations, Server.Edges: 0, Server.Packets: >= SilentPackets } => Records.SpinState.Off,
        { Client.Edges: 0, Server.Edges: 0, Client.Packets: >= SilentPackets, Server.Packets: >= SilentPackets } => Records.SpinState.Off,
        _ => Records.SpinState.Unsure,
    };
}
