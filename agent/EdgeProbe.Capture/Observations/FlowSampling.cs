using EdgeProbe.Capture.Flows;

namespace EdgeProbe.Capture.Observations;

/// <summary>
/// When the flow stage cannot keep up, whole flows are left out rather than single packets, which would look like loss: of every
/// <c>2^Shift</c> flows one is kept, chosen by a keyed hash. The share halves while the Pipe stays more than half full and doubles again
/// after ten seconds of ease. Written by the capture thread; <see cref="Shift"/> and <see cref="LeftOut"/> may be read from any.
/// </summary>
internal sealed class FlowSampling(ulong secret, bool isOn)
{
    private const int MostShift = 6;
    private const double Full = 0.5;
    private const double Easy = 0.1;
    private const int Patience = 3;

    // A live capture hands over at least ten times a second.
    private const int EasyRounds = 100;
    private int _full;
    private int _easy;
    private long _leftOut;

    public int Shift { get; private set; }

    public long LeftOut => Volatile.Read(ref _leftOut);

    /// <summary>Moves those to be kept to the front and says how many they are.</summary>
    public int Keep(Span<Observation> seen)
    {
        var kept = 0;
        for (var i = 0; i < seen.Length; i++)
        {
            if (seen[i].Kind < ObservationKind.Media && !IsKept(seen[i]))
            {
                Volatile.Write(ref _leftOut, _leftOut + 1);
                continue;
            }

            seen[i].SampleShift = (byte)Shift;
            if (kept != i) seen[kept] = seen[i];
            kept++;
        }

        return kept;
    }

    public void Adjust(double fill)
    {
        if (!isOn) return;
        _full = fill > Full ? _full + 1 : 0;
        _easy = fill < Easy ? _easy + 1 : 0;
        if (_full >= Patience && Shift < MostShift) Move(1);
        else if (_easy >= EasyRounds && Shift > 0) Move(-1);
    }

    private bool IsKept(in Observation seen) => (FlowKey.Of(seen, out _).Hash(secret) >> 40 & ((1UL << Shift) - 1)) == 0;

    private void Move(int by) => (Shift, _full, _easy) = (Shift + by, 0, 0);
}
