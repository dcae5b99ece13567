using EdgeProbe.Agent.Schedule;
using EdgeProbe.Agent.Settings;
using EdgeProbe.Capture;

namespace EdgeProbe.Agent.Commands;

/// <summary>What the settings and this box, as it is now, ask of a capture.</summary>
internal static class CapturePlan
{
    private const long BytesOfMegabit = 125_000;

    /// <exception cref="CaptureException">There is no default route to tell the interface.</exception>
    public static CaptureOptions Of(PassiveSettings settings, DefaultRoutes routes) => new()
    {
        Device = settings.Device == PassiveSettings.Auto ? routes.Device ?? throw NoRoute() : settings.Device,
        HomeNetworks = settings.Home,
        OwnAddresses = OwnAddresses.Read(),
        RingBytes = (int)settings.RingBytes,
        Flows = settings.Flows,
        LineDownBytes = (settings.LineDownMbps ?? 0) * BytesOfMegabit,
        LineUpBytes = (settings.LineUpMbps ?? 0) * BytesOfMegabit,
    };

    private static CaptureException NoRoute() => new(
        CaptureProblem.NoSuchDevice, "passive.device is \"auto\" and there is no default route: connect the box, or name the interface, for example \"eth0\"");
}
