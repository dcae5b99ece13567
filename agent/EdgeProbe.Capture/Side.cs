namespace EdgeProbe.Capture;

/// <summary>
/// Where from the probe something lies: the home (LAN) or the internet (WAN). Unknown when nothing vouches for either; it is then counted
/// to neither.
/// </summary>
public enum Side : byte { Unknown = 0, Lan = 1, Wan = 2 }
