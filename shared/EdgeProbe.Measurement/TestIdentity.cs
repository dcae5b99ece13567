namespace EdgeProbe;

/// <summary>An active method. The numbers are part of the wire contract.</summary>
public enum Kind : byte { Other = 0, Icmp = 1, Tcp = 2, Stamp = 3, Dns = 4, Http = 5, Path = 6 }

/// <summary>
/// Which part of the way a target stands behind, measured from the probe and cumulative: a <see cref="Core"/> target is reached through
/// <see cref="Lan"/> and <see cref="Access"/>. <see cref="None"/> is no point of the ladder (a resolver, a path walk).
/// </summary>
public enum Segment : byte { None = 0, Lan = 1, Access = 2, Core = 3, Service = 4 }

/// <summary>The Internet Protocol version of a test; both are judged apart.</summary>
public enum IpFamily : byte { Any = 0, V4 = 4, V6 = 6 }
