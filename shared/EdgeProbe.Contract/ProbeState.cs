namespace EdgeProbe.Contract;

/// <summary>
/// Whether a probe is connected, retained; also its will. A state whose <paramref name="Session"/> is older than the birth's is ignored,
/// since a will may arrive after the next connection.
/// </summary>
/// <param name="Online">Whether the probe says so itself, now.</param>
/// <param name="Session">The session of the birth that this belongs to.</param>
/// <param name="Reason">Why it is offline: "stopped" on purpose, "will" when the connection was lost; empty while online.</param>
public sealed record ProbeState(bool Online, ulong Session, string Reason = "")
{
    public const string Stopped = "stopped";
    public const string Will = "will";
}
