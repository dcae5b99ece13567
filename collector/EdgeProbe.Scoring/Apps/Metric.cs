using System.Runtime.CompilerServices;

namespace EdgeProbe.Scoring.Apps;

/// <summary>What an application's score reads. Delays in milliseconds of round-trip time, shares 0 to 1, rates in Mbit/s.</summary>
public enum Metric : byte
{
    /// <summary>Smallest delay.</summary>
    Qmin,
    Q50,
    Q95,
    Q99,

    /// <summary>Packet delay variation, Q95 - Q50 (RFC 5481 in spirit, from the same sketch).</summary>
    Pdv,
    Loss,

    /// <summary>Share of answers too late for the jitter buffer.</summary>
    Late,

    /// <summary>Burst ratio of G.107, at least 1.</summary>
    Burst,
    Down,
    Up,

    /// <summary>P75 of the web transaction in seconds.</summary>
    T75,

    /// <summary>Share of transactions that failed.</summary>
    Fail,

    /// <summary>Seconds until a stream plays.</summary>
    Startup,

    /// <summary>Share of the playing time spent stalled.</summary>
    Stall,

    /// <summary>P20 of the stream's rate.</summary>
    Rate,
}

/// <summary>One value for each <see cref="Metric"/>, absent until set: absence is not zero. A value type, so that scoring allocates nothing.</summary>
public struct Metrics
{
    private Values _values;
    private uint _present;

    public double? this[Metric metric]
    {
        readonly get => (_present & Bit(metric)) != 0 ? _values[(int)metric] : null;
        set
        {
            if (value is { } known && double.IsFinite(known))
            {
                _values[(int)metric] = known;
                _present |= Bit(metric);
            }
            else
            {
                _present &= ~Bit(metric);
            }
        }
    }

    private static uint Bit(Metric metric) => 1u << (int)metric;

    [InlineArray(Length)]
    private struct Values
    {
        public const int Length = (int)Metric.Rate + 1;
        private double _first;
    }
}
