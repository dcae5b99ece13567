namespace EdgeProbe.Testing.Captures;

/// <summary>What the links of a scene do to packets. One-way delays; what goes one way over one link keeps its order.</summary>
public sealed record PathOptions
{
    /// <summary>Probe to the far host and back, each way: the least, and how much more it may be.</summary>
    public (long LeastNs, long JitterNs) Wan { get; init; } = (15 * Simulation.Millisecond, 3 * Simulation.Millisecond);

    /// <summary>Probe to the home's host.</summary>
    public (long LeastNs, long JitterNs) Lan { get; init; } = (Simulation.Millisecond, Simulation.Millisecond / 2);

    /// <summary>Share of data segments that vanish between probe and internet.</summary>
    public double WanLoss { get; init; }

    /// <summary>Share of data segments that vanish between probe and home.</summary>
    public double LanLoss { get; init; }

    /// <summary>From and to: acknowledgments that vanish behind the probe in this time of the scene.</summary>
    public (long FromNs, long ToNs) DeafNs { get; init; }
}

/// <summary>Home, probe, internet: a packet takes two links, and between them the probe sees it.</summary>
public sealed class SplitPath(Simulation simulation, PathOptions options)
{
    private readonly Dictionary<(bool Up, bool Wan), long> _lastArrival = [];
    private readonly List<SeenPacket> _seen = [];
    private ushort _homeId = 100, _internetId = 20_000;

    /// <summary>Data segments that were dropped on this side of the probe.</summary>
    public int LostWan { get; private set; }

    public int LostLan { get; private set; }

    /// <summary>Acknowledgments that were dropped behind the probe.</summary>
    public int LostAcknowledgments { get; private set; }

    public Recording Recording => new(_seen);

    /// <summary>The IP identification of the next packet of that host.</summary>
    public int NextId(bool up) => up ? _homeId++ : _internetId++;

    /// <param name="up">From the home to the internet.</param>
    /// <param name="data">May be lost as the options say; what is not data is lost only while the far side is deaf.</param>
    /// <param name="seen">Called when the probe sees it, with the time.</param>
    public void Send(bool up, byte[] packet, bool data, Action arrived, Action<long>? seen = null)
    {
        if (Vanishes(wan: !up, data)) return;
        simulation.After(Delay(up, wan: !up), () =>
        {
            _seen.Add(new SeenPacket(simulation.NowNs, packet, up));
            seen?.Invoke(simulation.NowNs);
            if (Vanishes(wan: up, data) || IsDeaf(data)) return;
            simulation.After(Delay(up, wan: up), arrived);
        });
    }

    private bool Vanishes(bool wan, bool data)
    {
        if (!data || simulation.Chance.NextDouble() >= (wan ? options.WanLoss : options.LanLoss)) return false;
        if (wan) LostWan++;
        else LostLan++;
        return true;
    }

    private bool IsDeaf(bool data)
    {
        if (data || simulation.NowNs < options.DeafNs.FromNs || simulation.NowNs >= options.DeafNs.ToNs) return false;
        LostAcknowledgments++;
        return true;
    }

    private long Delay(bool up, bool wan)
    {
        var (least, jitter) = wan ? options.Wan : options.Lan;
        var arrival = simulation.NowNs + simulation.Between(least, least + jitter);
        arrival = Math.Max(arrival, _lastArrival.GetValueOrDefault((up, wan)) + 1000);
        _lastArrival[(up, wan)] = arrival;
        return arrival - simulation.NowNs;
    }
}
