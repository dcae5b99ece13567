namespace EdgeProbe.Agent.Windows;

/// <summary>
/// Says when a target goes and when it is back: six bad slots in a row (30 s) and six good ones (ITU-T Y.1540's rule as scoring profile 1
/// applies it). Slots without an attempt are passed over. Not thread-safe.
/// </summary>
internal sealed class TargetWatch
{
    private const int Run = 6;
    private readonly Dictionary<uint, (bool IsDown, int Against)> _tests = [];

    /// <summary>True for down, false for back up, null for no change.</summary>
    public bool? Judge(Sample sample)
    {
        var (isDown, against) = _tests.GetValueOrDefault(sample.Test);
        bool? change = null;
        foreach (var slot in sample.Slots)
        {
            if (slot.State == SlotState.Unknown) continue;
            against = slot.State == SlotState.Bad != isDown ? against + 1 : 0;
            if (against < Run) continue;
            isDown = !isDown;
            against = 0;
            change = isDown;
        }

        _tests[sample.Test] = (isDown, against);
        return change;
    }
}
