namespace EdgeProbe;

/// <summary>
/// A method: active up to <see cref="Path"/>, passive (the customer's own traffic) behind it. The numbers are part of the wire contract.
/// </summary>
public enum Kind : byte
{
    Other = 0, Icmp = 1, Tcp = 2, Stamp = 3, Dns = 4, Http = 5, Path = 6,
    PassiveConnect = 7, PassiveRtt = 8, PassiveDns = 9, PassiveTls = 10, PassiveRtp = 11, PassiveIcmp = 12, PassiveTraffic = 13,
}

/// <summary>Which methods watch and which ask.</summary>
public static class Kinds
{
    public static bool IsPassive(this Kind kind) => kind is >= Kind.PassiveConnect and <= Kind.PassiveTraffic;
}

/// <summary>
/// Which part of the way a target stands behind, measured from the probe and cumulative: a <see cref="Core"/> target is reached through
/// <see cref="Lan"/> and <see cref="Access"/>. <see cref="None"/> is no point of the ladder (a resolver, a path walk).
/// <see cref="Wan"/> is all that lies beyond the probe on the internet's side, which a passive measurement cannot divide further.
/// </summary>
public enum Segment : byte { None = 0, Lan = 1, Access = 2, Core = 3, Service = 4, Wan = 5 }

/// <summary>The Internet Protocol version of a test; both are judged apart.</summary>
public enum IpFamily : byte { Any = 0, V4 = 4, V6 = 6 }
