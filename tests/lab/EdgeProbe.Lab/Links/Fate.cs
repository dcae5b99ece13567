namespace EdgeProbe.Lab.Links;

internal enum Verdict : byte { Deliver, LoseAtRandom, LoseInBurst, LoseInQueue }

/// <summary>What becomes of one packet: when it may leave, in nanoseconds of the monotonic clock, and in which shape.</summary>
internal readonly record struct Fate(Verdict Verdict, long Release, bool Duplicate, bool Corrupt);
