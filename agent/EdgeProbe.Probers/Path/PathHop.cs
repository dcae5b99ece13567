using System.Net;

namespace EdgeProbe.Probers.Path;

/// <summary>One step of a path.</summary>
/// <param name="Number">Hops from the probe: the TTL or hop limit that was sent. 1 is the gateway.</param>
/// <param name="Address">Who answered; null when nobody did.</param>
/// <param name="DelayMicroseconds">
/// Round trip to it; null when nobody answered. Routers answer such packets last of all, so it over-estimates what passing traffic feels.
/// </param>
/// <param name="Reason">TtlExceeded of a router on the way, Answered of the destination, TimedOut of a silent hop, or how the way ended here.</param>
/// <param name="Code">ICMP type * 256 + code; 0 when none came.</param>
public readonly record struct PathHop(byte Number, IPAddress? Address, uint? DelayMicroseconds, Reason Reason, ushort Code)
{
    public bool IsAnswering => Address is not null;

    /// <summary>Behind it nothing can be learned: the destination, a refusal, or a way that ends on this machine.</summary>
    public bool IsEnd => Reason is not (Reason.TtlExceeded or Reason.TimedOut);

    internal static PathHop Silent(int number) => new((byte)number, null, null, Reason.TimedOut, 0);
}
