using System.Numerics;
using System.Runtime.CompilerServices;
using EdgeProbe.Capture.Observations;

namespace EdgeProbe.Capture.Flows;

/// <summary>Two ends in an order that does not depend on who sent: both directions of a flow have the same key.</summary>
internal readonly record struct FlowKey(IpAddress Low, IpAddress High, uint Ports)
{
    /// <summary>The key of a packet, and whether it came from the key's low end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FlowKey Of(in Observation seen, out bool fromLow)
    {
        fromLow = IsLow(seen);
        return fromLow
            ? new FlowKey(seen.Source, seen.Destination, (uint)seen.SourcePort << 16 | seen.DestinationPort)
            : new FlowKey(seen.Destination, seen.Source, (uint)seen.DestinationPort << 16 | seen.SourcePort);
    }

    public ushort LowPort => (ushort)(Ports >> 16);

    public ushort HighPort => (ushort)Ports;

    /// <summary>
    /// A hash under a key that nobody outside knows, so that nobody can aim flows at one bucket: four multiplications, on every processor.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Hash(ulong secret)
    {
        var hash = Mix(Low.Low ^ secret, Ports) ^ Low.High;
        hash = Mix(hash, High.Low) ^ High.High;
        return Mix(hash, BitOperations.RotateLeft(secret, 32));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsLow(in Observation seen)
    {
        if (seen.Source.High != seen.Destination.High) return seen.Source.High < seen.Destination.High;
        if (seen.Source.Low != seen.Destination.Low) return seen.Source.Low < seen.Destination.Low;
        return seen.SourcePort <= seen.DestinationPort;
    }

    /// <summary>Two numbers into one whose every bit depends on every bit of both (multiply, fold, multiply).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Mix(ulong a, ulong b)
    {
        var mixed = (a ^ BitOperations.RotateLeft(b, 29)) * 0x9E3779B97F4A7C15;
        mixed ^= mixed >> 32;
        mixed = (mixed + b) * 0xD6E8FEB86659FD93;
        return mixed ^ (mixed >> 32);
    }
}
