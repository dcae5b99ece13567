namespace EdgeProbe.Accuracy;

/// <summary>What one run of a prober saw. Delays are whole microseconds of the answered attempts, in the order of sending.</summary>
internal sealed record ProbeResult
{
    public required int Sent { get; init; }

    public required int Lost { get; init; }

    /// <summary>As the reflector's counts tell it, closing attempts included; 0 without one.</summary>
    public required int LostUp { get; init; }

    public required int LostDown { get; init; }

    /// <summary>Answers whose receive time the kernel did not give.</summary>
    public required int UserSpaceTimes { get; init; }

    public required uint[] Delays { get; init; }

    public static ProbeResult Of(IReadOnlyList<Measurement> measured, IReadOnlyList<Measurement> closing)
    {
        var all = measured.Concat(closing).ToArray();
        var answered = measured.Where(one => one.Reason == Reason.Answered).ToArray();
        return new ProbeResult
        {
            Sent = measured.Count(one => one.Outcome != Outcome.NotAttempted),
            Lost = measured.Count(one => one.CountsAsLost),
            LostUp = all.Sum(one => one.Loss.Up),
            LostDown = all.Sum(one => one.Loss.Down),
            UserSpaceTimes = answered.Count(one => one.Flags.HasFlag(MeasurementFlags.UserSpaceTime)),
            Delays = [.. answered.Select(one => one.DelayMicroseconds!.Value)],
        };
    }
}
