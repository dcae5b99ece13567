namespace EdgeProbe.Probers.Stamp;

/// <summary>How STAMP packets are sent and when one-way delays may be believed.</summary>
public sealed record StampOptions
{
    /// <summary>Longest wait for an answer. 10 ms to 60 s; default 3 s, as for echoes, so that both mean the same by loss.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Largest sum of both clocks' stated errors at which one-way delays are given. 0 to 100 ms; default 5 ms (scoring profile 1): above
    /// it, half of the round trip is the better guess.
    /// </summary>
    public TimeSpan MaxClockError { get; init; } = TimeSpan.FromMilliseconds(5);

    public IEnumerable<string> Problems()
    {
        if (Timeout < TimeSpan.FromMilliseconds(10) || Timeout > TimeSpan.FromSeconds(60))
            yield return $"stamp.timeout is {Timeout}; it must lie between 10 ms and 60 s";
        if (MaxClockError < TimeSpan.Zero || MaxClockError > TimeSpan.FromMilliseconds(100))
            yield return $"stamp.maxClockError is {MaxClockError}; it must lie between 0 and 100 ms";
    }
}
