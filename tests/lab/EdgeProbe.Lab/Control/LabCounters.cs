using EdgeProbe.Lab.Links;

namespace EdgeProbe.Lab.Control;

/// <summary>One direction's truth, and what the kernel lost before the emulator could count it.</summary>
public sealed record DirectionCounters(LinkCounters Counts, long Unread);

/// <summary>All that the lab counted: by direction ("access.up"), and what nft took by its switch.</summary>
public sealed record LabCounters(IReadOnlyDictionary<string, DirectionCounters> Links, IReadOnlyDictionary<string, long> Nft);
