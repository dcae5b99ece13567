namespace EdgeProbe.Lab.Links;

/// <summary>What a roll decides. Each has its own row of dice, so turning one impairment on leaves the decisions of the others as they were.</summary>
internal enum Roll : byte { Loss = 1, BurstState = 2, BurstLoss = 3, Jitter = 4, JitterAngle = 5, Reorder = 6, Duplicate = 7, Corrupt = 8 }

/// <summary>
/// Randomness without state: the roll for packet n of a direction depends on the seed, n and the purpose only, so the same seed decides
/// the same for every packet, whatever the timing and whatever else is switched on.
/// </summary>
internal readonly struct Dice(ulong seed)
{
    // The odd constant of the golden ratio, 2^64 / phi: spreads consecutive numbers over the whole range.
    private const ulong Golden = 0x9E37_79B9_7F4A_7C15;

    /// <summary>Even over [0, 1), in steps of 2^-53.</summary>
    public double At(long packet, Roll purpose) => (Mix(Mix(seed + (ulong)packet * Golden) ^ (ulong)purpose * Golden) >> 11) * (1.0 / (1UL << 53));

    public bool Hits(long packet, Roll purpose, double share) => share > 0 && At(packet, purpose) < share;

    // Stafford's variant 13 of the 64-bit finaliser: every input bit changes every output bit with a chance of about one half.
    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58_476D_1CE4_E5B9;
        value = (value ^ (value >> 27)) * 0x94D0_49BB_1331_11EB;
        return value ^ (value >> 31);
    }
}
