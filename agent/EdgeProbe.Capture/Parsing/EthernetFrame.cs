using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace EdgeProbe.Capture.Parsing;

/// <summary>An Ethernet frame (IEEE 802.3-2018 section 3): two addresses, then an EtherType or a length.</summary>
internal static class EthernetFrame
{
    public const int HeaderBytes = 14;

    /// <summary>The IP packet in it; false is counted.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryRead(ReadOnlySpan<byte> frame, uint wireLength, ParseCounters counters, out LinkPayload payload)
    {
        if (frame.Length < HeaderBytes)
        {
            payload = default;
            counters.LinkHeaderCut++;
            return false;
        }

        var etherType = BinaryPrimitives.ReadUInt16BigEndian(frame[12..]);
        return EtherPayload.TryRead(etherType, frame[HeaderBytes..], wireLength - HeaderBytes, counters, out payload);
    }
}
