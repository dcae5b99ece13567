using EdgeProbe.Sockets;
using EdgeProbe.Stamp;

namespace EdgeProbe.Probers.Stamp;

/// <summary>What two clocks tell together: one-way delays where both are good, the reflector's own time where it makes sense.</summary>
internal static class OneWay
{
    /// <summary>
    /// One-way delays (RFC 7679), or null: a clock that says it is not synchronised, or too large an error, makes them worse than none.
    /// </summary>
    public static OneWayDelays? Between(long sentTicks, long receivedTicks, ErrorEstimate ours, in ReflectedPacket answer, TimeSpan maxError)
    {
        if (!ours.Synchronised || !answer.Error.Synchronised || ours.Error > maxError || answer.Error.Error > maxError) return null;
        var error = ours.Error + answer.Error.Error;
        if (error > maxError) return null;
        return new OneWayDelays(
            InMicroseconds(answer.ReceivedTicks - sentTicks),
            InMicroseconds(receivedTicks - answer.SentTicks),
            (uint)Math.Ceiling(error.TotalMicroseconds));
    }

    /// <summary>
    /// The round trip without the time that the packet spent in the reflector (RFC 2681). A reflector whose clock was set in between says
    /// a time that cannot be; then it stays inside, some tens of microseconds.
    /// </summary>
    public static TimeSpan RoundTrip(in Delay whole, in ReflectedPacket answer)
    {
        var inside = TimeSpan.FromTicks(answer.SentTicks - answer.ReceivedTicks);
        return inside < TimeSpan.Zero || inside >= whole.Value ? whole.Value : whole.Value - inside;
    }

    private static int InMicroseconds(long ticks) => (int)Math.Clamp(ticks / TimeSpan.TicksPerMicrosecond, int.MinValue, int.MaxValue);
}
