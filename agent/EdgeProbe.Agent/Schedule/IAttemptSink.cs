namespace EdgeProbe.Agent.Schedule;

/// <summary>Where the schedule tells what it does. Called from many threads; must return at once.</summary>
internal interface IAttemptSink
{
    /// <summary>An attempt begins, at that monotonic moment; the key belongs to its end.</summary>
    long Started(uint test, long timestamp);

    void Ended(uint test, long key, in Measurement measurement);

    /// <summary>The plan asked for an attempt at that moment and none was made.</summary>
    void NotAttempted(uint test, long plannedAt, Reason reason);
}
