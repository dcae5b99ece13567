using System.Globalization;

namespace EdgeProbe.Collector.Passive;

/// <summary>Whether a capture saw so much of the traffic that a hole in it means loss on the network. What it missed itself looks the same.</summary>
internal static class CaptureTrust
{
    /// <summary>Above this share of lost frames nothing is said of the network's loss any more.</summary>
    public const double MostDropped = 0.001;

    /// <summary>Share of the frames that the kernel or the analysis had no room for, 0 to 1; null when no frame was seen.</summary>
    public static double? DroppedShare(CounterSet counts)
    {
        var (dropped, received) = (Dropped(counts), (double)counts[Counter.FramesReceived]);
        return dropped + received == 0 ? null : dropped / (dropped + received);
    }

    /// <summary>Why the loss figures are not to be trusted, in one sentence; null when they are.</summary>
    public static string? Doubt(CounterSet counts)
    {
        List<string> reasons = [];
        if (DroppedShare(counts) is > MostDropped and var share)
            reasons.Add(string.Create(CultureInfo.InvariantCulture, $"the probe itself missed {100 * share:0.##} % of the frames ({Dropped(counts):#,0})"));
        if (counts[Counter.PacketsSampledOut] is > 0 and var left)
            reasons.Add(string.Create(CultureInfo.InvariantCulture, $"the probe could not keep up and left some connections out ({left:#,0} packets)"));
        if (counts[Counter.Misplaced] > 0) reasons.Add("nearly all packets go one way, so the probe sees only half of the traffic: it is attached in the wrong place");
        return reasons.Count == 0 ? null : $"Loss figures are not to be trusted: {string.Join("; ", reasons)}. What the probe did not see looks like loss.";
    }

    private static double Dropped(CounterSet counts) => (double)counts[Counter.FramesDropped] + counts[Counter.ObservationsDropped];
}
