using EdgeProbe.Agent.Schedule;
using EdgeProbe.Agent.Windows;

namespace EdgeProbe.Agent.Commands;

/// <summary>Hands what the schedule does to the windows; the two rooms do not know each other.</summary>
internal sealed class WindowSink(WindowStage windows) : IAttemptSink
{
    public long Started(uint test, long timestamp) => windows.Started(test, timestamp);

    public void Ended(uint test, long key, in Measurement measurement) => windows.Ended(test, key, measurement);

    public void NotAttempted(uint test, long plannedAt, Reason reason) => windows.NotAttempted(test, plannedAt, reason);
}
