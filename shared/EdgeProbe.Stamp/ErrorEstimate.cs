namespace EdgeProbe.Stamp;

/// <summary>
/// How far a timestamp may be off (RFC 4656 section 4.1.2, RFC 8762 section 4.2.1): S, the clock is synchronised to UTC by an external
/// source; Z, the timestamp is PTPv2 and not NTP; the error is Multiplier * 2^Scale * 2^-32 seconds.
/// </summary>
public readonly record struct ErrorEstimate(ushort Bits)
{
    private const int SynchronisedBit = 0x8000;
    private const int PtpBit = 0x4000;

    public bool Synchronised => (Bits & SynchronisedBit) != 0;

    public bool IsPtp => (Bits & PtpBit) != 0;

    /// <summary>A multiplier of zero is no estimate: RFC 4656 has such a packet thrown away.</summary>
    public bool IsValid => (Bits & 0xFF) != 0;

    /// <summary>The stated bound; <see cref="TimeSpan.MaxValue"/> above 10 days, which says nothing any more.</summary>
    public TimeSpan Error
    {
        get
        {
            var seconds = Math.ScaleB(Bits & 0xFF, ((Bits >> 8) & 0x3F) - 32);
            return seconds > 864_000 ? TimeSpan.MaxValue : TimeSpan.FromSeconds(seconds);
        }
    }

    /// <summary>The smallest estimate in NTP format that is not under the error.</summary>
    public static ErrorEstimate From(bool synchronised, TimeSpan error)
    {
        var units = Math.Max(1, Math.Ceiling(Math.Max(0, error.TotalSeconds) * 4_294_967_296.0));
        var scale = 0;
        for (; units > 255 && scale < 63; scale++) units = Math.Ceiling(units / 2);
        return new ErrorEstimate((ushort)((synchronised ? SynchronisedBit : 0) | scale << 8 | (int)Math.Min(255, units)));
    }
}
