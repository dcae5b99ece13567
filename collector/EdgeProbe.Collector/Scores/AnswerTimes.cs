using EdgeProbe.Collector.Store;

namespace EdgeProbe.Collector.Scores;

/// <summary>
/// In which minutes of the last two days each test brought an answer back: what is silent counts as lost only when it can answer at all. Which
/// order the rows come in does not matter. Not thread-safe.
/// </summary>
internal sealed class AnswerTimes
{
    // A multiple of 64, so that a minute has one place.
    private const int Kept = 2 * 24 * 60;
    private const long MinuteMs = 60_000;

    private readonly Dictionary<TestKey, Minutes> _tests = [];

    public void Take(WindowRow row)
    {
        if (row is not { TimeTrusted: true, Sample.Received: > 0 }) return;
        if (!_tests.TryGetValue(row.Test, out var minutes)) _tests[row.Test] = minutes = new Minutes();
        minutes.Add(row.StartMs / MinuteMs);
    }

    /// <summary>Tests that answered in a window that began within [from, to); of a minute that has begun before the whole is left out.</summary>
    public HashSet<TestKey> Between(long fromMs, long toMs)
    {
        var answered = new HashSet<TestKey>(_tests.Count);
        foreach (var (test, minutes) in _tests)
            if (minutes.AnyIn((fromMs + MinuteMs - 1) / MinuteMs, (toMs - 1) / MinuteMs)) answered.Add(test);
        return answered;
    }

    /// <summary>Drops tests that have not answered since.</summary>
    public void ForgetBefore(long ms)
    {
        foreach (var (test, minutes) in _tests)
            if (minutes.Newest < ms / MinuteMs) _tests.Remove(test);
    }

    private sealed class Minutes
    {
        private readonly ulong[] _bits = new ulong[Kept / 64];

        public long Newest { get; private set; } = -1;

        public void Add(long minute)
        {
            if (minute <= Newest - Kept) return;
            if (Newest < 0 || minute - Newest >= Kept) Array.Clear(_bits);
            else
                for (var fresh = Newest + 1; fresh <= minute; fresh++) _bits[fresh % Kept / 64] &= ~Bit(fresh);
            Newest = Math.Max(Newest, minute);
            _bits[minute % Kept / 64] |= Bit(minute);
        }

        public bool AnyIn(long first, long last)
        {
            // The newest answer is mostly among those that are asked for.
            if (Newest >= first && Newest <= last) return true;
            for (var minute = Math.Min(last, Newest); minute >= first && minute > Newest - Kept; minute--)
                if ((_bits[minute % Kept / 64] & Bit(minute)) != 0) return true;
            return false;
        }

        private static ulong Bit(long minute) => 1UL << (int)(minute % 64);
    }
}
