using EdgeProbe.Sockets;

namespace EdgeProbe.Probers.Sockets;

/// <summary>A delay of the sockets' room in a measurement's words.</summary>
internal static class Delays
{
    public static MeasurementFlags Flags(this in Delay delay) =>
        (delay.UserSpace ? MeasurementFlags.UserSpaceTime : 0) | (delay.ClockStepped ? MeasurementFlags.ClockStepped : 0);
}
