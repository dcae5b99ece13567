namespace EdgeProbe.Collector.Scores;

/// <summary>Which minutes and days are to be made, again or for the first time.</summary>
internal sealed partial class ScoreWorkspace
{
    /// <summary>A minute is final this long after it has ended: no check reaches further, so nothing that is not late can change it.</summary>
    public const long FinalAfterMs = ServiceChecks.MostReachMs;

    // A backfill of days is scored in the order of time; what is over this is scored when the probe comes with more.
    private const int MostTouched = 3_000;
    private const int MinutesOfWindow = (int)(ScoreWindow.LengthMs / MinuteMs);
    private const int MinutesOfWeb = (int)(WebLookback.LengthMs / MinuteMs);
    private const int MinutesOfDay = 24 * 60;

    private (long First, long Last, bool Late)? _ripple;
    private bool _rippled;

    /// <summary>Minutes whose score is not right any more or not made yet, and whether that is to be shown as a revision.</summary>
    public SortedDictionary<long, bool> Touched { get; } = [];

    /// <summary>Minutes that were scored and are not final yet, with what was written.</summary>
    public SortedDictionary<long, Store.ScoreRow> Provisional { get; } = [];

    /// <summary>Days of which a minute was written since they were made, by UTC midnight, and whether by late data.</summary>
    public Dictionary<long, bool> OpenDays { get; } = [];

    /// <summary>When the running day was last made.</summary>
    public DateTimeOffset DayMade { get; set; }

    /// <summary>
    /// The touched minutes that data has gone past, oldest first; without newer data those that nothing is waited for any more.
    /// </summary>
    public IEnumerable<KeyValuePair<long, bool>> DueMinutes(long nowMs)
    {
        foreach (var touched in Touched)
        {
            if (!IsOver(touched.Key) && (touched.Key > (NewestMs - 1) / MinuteMs || !IsFinal(touched.Key, nowMs))) yield break;
            yield return touched;
        }
    }

    public bool HasProvisionalIn(long dayMs)
    {
        foreach (var minute in Provisional.Keys)
            if (minute * MinuteMs >= dayMs && minute * MinuteMs < dayMs + ScoreWindow.DayMs) return true;
        return false;
    }

    public static bool IsFinal(long minute, long nowMs) => (minute + 1) * MinuteMs + FinalAfterMs <= nowMs;

    /// <summary>Slots or floors are others than before in this time: every later score of which the trailing day holds it may be another.</summary>
    public void Ripple(long fromMs, long toMs, bool late)
    {
        var (first, last) = (fromMs / MinuteMs, (toMs - 1) / MinuteMs);
        // Live data in order changes what no score has seen yet.
        if (!AnyUntouched(first)) return;
        _ripple = _ripple is { } r ? (Math.Min(r.First, first), Math.Max(r.Last, last), r.Late || late) : (first, last, late);
        _rippled = true;
    }

    /// <summary>
    /// Marks what the ripples of late data reach, once they have come to rest: a backfill comes in many pieces, and each of them changes the
    /// trailing day of all minutes after it.
    /// </summary>
    /// <returns>How many minutes were not marked because too many wait already.</returns>
    public int Settle()
    {
        if (_rippled || _ripple is not { } ripple)
        {
            _rippled = false;
            return 0;
        }

        _ripple = null;
        var dropped = 0;
        for (var minute = ripple.First; minute <= ripple.Last + MinutesOfDay && IsOver(minute); minute++) dropped += Mark(minute, ripple.Late);
        return dropped;
    }

    /// <summary>After a start: what was scored before it is in the store, and the last minutes may not have been final.</summary>
    public void Loaded()
    {
        _ripple = null;
        foreach (var minute in Touched.Keys.ToList())
            if ((minute + 1) * MinuteMs + FinalAfterMs + ScoreWindow.LengthMs < NewestMs) Touched.Remove(minute);
            else Touched[minute] = false;
    }

    // A row counts in the five scores whose windows hold it, a check in those of an hour. Minutes that are not over wait here until they
    // are; later ones of the hour that nobody has scored yet will see the check anyhow.
    private int Touch(long minute, bool late, bool isCheck)
    {
        var dropped = 0;
        for (var m = minute; m < minute + (isCheck ? MinutesOfWeb : MinutesOfWindow); m++)
        {
            if (m >= minute + MinutesOfWindow && !IsOver(m)) break;
            dropped += Mark(m, late && IsOver(m));
        }

        return dropped;
    }

    private int Mark(long minute, bool late)
    {
        if (Touched.TryGetValue(minute, out var before))
        {
            if (late && !before) Touched[minute] = true;
            return 0;
        }

        if (Touched.Count >= MostTouched) return 1;
        Touched[minute] = late;
        return 0;
    }

    private bool AnyUntouched(long first)
    {
        for (var minute = Math.Max(first, NewestMs / MinuteMs - MostTouched); IsOver(minute); minute++)
            if (!Touched.ContainsKey(minute)) return true;
        return false;
    }

    private bool IsOver(long minute) => (minute + 1) * MinuteMs <= NewestMs;
}
