using System.Runtime.CompilerServices;

namespace EdgeProbe.Capture.Flows;

/// <summary>Numbers that wrap at 2^32, compared as RFC 1982 and RFC 9293 section 3.4 do: by the sign of their difference.</summary>
internal static class Serial
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsBefore(uint a, uint b) => (int)(a - b) < 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsAtOrBefore(uint a, uint b) => (int)(a - b) <= 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Later(uint a, uint b) => IsBefore(a, b) ? b : a;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Earlier(uint a, uint b) => IsBefore(a, b) ? a : b;
}
