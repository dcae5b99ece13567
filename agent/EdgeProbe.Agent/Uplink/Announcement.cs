using EdgeProbe.Contract;

namespace EdgeProbe.Agent.Uplink;

/// <summary>What the birth says, made anew for each session.</summary>
/// <param name="Revision">The present configuration revision; when it grows, the birth is published again.</param>
/// <param name="BirthOf">The birth of a session.</param>
internal sealed record Announcement(Func<uint> Revision, Func<ulong, Birth> BirthOf);
