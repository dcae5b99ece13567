using Wire = EdgeProbe.Contract.V1;

namespace EdgeProbe.Collector.Ingest.Decoding;

/// <summary>The clock state of a message; a number from a newer agent is Other, never guessed.</summary>
internal static class ClockReader
{
    public static ClockState StateOf(Wire.Clock wire, out bool unknown)
    {
        unknown = !Enum.IsDefined(wire);
        return unknown ? ClockState.Other : (ClockState)wire;
    }
}
