using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using EdgeProbe.Capture.Flows.Records;

namespace EdgeProbe.Capture.Flows;

/// <summary>
/// The numbers of one RTP stream (RFC 3550 appendix A.1): which of them came, once each. The last 128 are remembered by a bit, so a copy is
/// told from a late packet, and copies do not hide losses.
/// </summary>
internal struct RtpNumbers
{
    private const int Remembered = 128;

    /// <summary>The first and the highest number, counted on over the wrap at 65,536.</summary>
    public long First;
    public long Highest;
    public long Unique;
    public long Duplicates;
    public long Reordered;

    // Bit 0 of _low is the highest number, bit k the k-th before it.
    private ulong _low;
    private ulong _high;

    public readonly long Expected => Highest - First + 1;

    public readonly long Lost => Math.Max(0, Expected - Unique);

    public void Begin(ushort sequence)
    {
        (First, Highest, Unique, _low, _high) = (sequence, sequence, 1, 1, 0);
    }

    /// <summary>How far a number lies ahead of the highest, negative for one behind it.</summary>
    public readonly int Ahead(ushort sequence) => (short)(sequence - (ushort)Highest);

    /// <summary>Takes a number that lies ahead; says how many fell out of memory without having come.</summary>
    public int Advance(int ahead)
    {
        var missed = 0;
        if (ahead >= Remembered)
        {
            missed = Remembered - BitOperations.PopCount(_low) - BitOperations.PopCount(_high)
                - (int)Math.Max(0, Remembered - Expected) + (ahead - Remembered);
            (_low, _high) = (0, 0);
        }
        else
        {
            missed = MissedIn(ahead);
            (_high, _low) = ahead >= 64
                ? (_low << (ahead - 64), 0UL)
                : ((_high << ahead) | (_low >> (64 - ahead)), _low << ahead);
        }

        Highest += ahead;
        _low |= 1;
        Unique++;
        return missed;
    }

    /// <summary>Takes a number at or behind the highest; false for a copy, or for one too old to tell.</summary>
    [UnscopedRef]
    public bool TryFill(int behind)
    {
        if (behind >= Remembered || Highest - behind < First)
        {
            Reordered++;
            return false;
        }

        ref var word = ref _low;
        if (behind >= 64) word = ref _high;
        var bit = 1UL << (behind & 63);
        if ((word & bit) != 0)
        {
            Duplicates++;
            return false;
        }

        word |= bit;
        Unique++;
        Reordered++;
        return true;
    }

    /// <summary>Numbers still remembered that have not come: lost, if the stream ends here.</summary>
    public readonly int StillMissing()
    {
        var span = (int)Math.Min(Remembered, Expected);
        return span - BitOperations.PopCount(_low) - BitOperations.PopCount(_high);
    }

    // The numbers that leave memory when it moves on by so many: the oldest ones, if they belong to the stream at all.
    private readonly int MissedIn(int ahead)
    {
        var missed = 0;
        for (var behind = Remembered - 1; behind >= Remembered - ahead; behind--)
        {
            if (behind >= Expected) continue;
            var word = behind < 64 ? _low : _high;
            if ((word >> (behind & 63) & 1) == 0) missed++;
        }

        return missed;
    }
}

/// <summary>One RTP stream, or what looks like one so far.</summary>
internal struct RtpStream
{
    public RtpNumbers Numbers;
    public SampleBag Pdv;
    public long FirstNs;
    public long LastNs;

    /// <summary>Of the newest packet of the stream's own payload type.</summary>
    public long LastVoiceNs;
    public long SmallestTransitNs;

    /// <summary>RFC 3550 appendix A.8, in clock units.</summary>
    public double Jitter;
    public double LargestJitter;

    /// <summary>What runs before a restart have counted.</summary>
    public long EarlierReceived;
    public long EarlierLost;
    public long EarlierDuplicates;
    public long EarlierReordered;
    public long Packets;
    public long Bursts;
    public uint Source;
    public uint FirstTimestamp;
    public uint LastTimestamp;
    public uint HighestTimestamp;
    public uint ClockRate;
    public int Restarts;
    public int Record;
    public ushort JumpedTo;
    public byte PayloadType;
    public byte Good;
    public byte Bad;
    public byte Epoch;
    public ClockSource Clock;
    public Side From;
    public bool IsAccepted;
    public bool IsSignalled;
    public bool HasJump;
    public bool HasTransit;
    public bool HasAdvanced;
}
