using System.Globalization;
using EdgeProbe.Agent.Windows.Passive;
using EdgeProbe.Capture;
using EdgeProbe.Capture.Flows;
using EdgeProbe.Capture.Reports;

namespace EdgeProbe.Agent.Commands;

/// <summary>A replay for people: what it was, what each side of the probe says, and what was left out.</summary>
internal static class ReplaySummary
{
    public static List<string> Of(Replay replay, ReplayTally tally)
    {
        var (intake, traffic, counters) = (replay.Intake, replay.Stage.Traffic, replay.Stage.Counters);
        var lines = new List<string>
        {
            Text($"{intake.Frames} frames over {(intake.LastNs - intake.FirstNs) / 1e9:0.0} s, {replay.Book.Connections.Count} TCP connections"),
            Text($"up       {Amount(traffic, Direction.Up)}, largest second {Size(traffic.LargestUp)}"),
            Text($"down     {Amount(traffic, Direction.Down)}, largest second {Size(traffic.LargestDown)}"),
            Text($"within   {Amount(traffic, Direction.Local)}"),
        };
        if (counters.UnknownSidePackets > 0)
            lines.Add(Text($"unknown  {Amount(traffic, Direction.Unknown)}: on which side they lie is not known; name the home's networks with --home"));
        if (replay.Stage.IsMisplaced) lines.Add("Nearly all packets go one way: the capture sees half of the traffic.");
        lines.Add(Text($"active   {traffic.ActiveSeconds} s, {traffic.LoadedSeconds} s of them loaded"));
        AddSide(lines, tally, Side.Wan, "internet side");
        AddSide(lines, tally, Side.Lan, "home side");
        AddCounted(lines, replay);
        return lines;
    }

    private static void AddSide(List<string> lines, ReplayTally tally, Side side, string heading)
    {
        var before = lines.Count;
        for (var series = PassiveSeries.TcpConnect; series < PassiveSeries.Traffic; series++)
        {
            var place = PassiveTests.PlaceOf(series, side);
            if (tally.Of(place).HasAttempts) lines.Add($"  {WordOf(PassiveTests.All[place]),-22} {Delays(tally.Of(place))}");
        }

        if (Loss(tally.Of(PassiveSeries.TcpRtt, side).Counts) is { } loss) lines.Add($"  {"loss of tcp data",-22} {loss}");
        if (lines.Count > before) lines.Insert(before, heading);
    }

    private static string WordOf(PassiveTest test) => test.Kind switch
    {
        Kind.PassiveConnect => $"connect {test.Name}",
        Kind.PassiveRtt => $"round trip {test.Name}",
        _ => test.Name,
    };

    private static string Delays(PassiveAccount account)
    {
        var delays = account.Delays;
        var told = delays.Count == 0
            ? "0 answered"
            : Text($"{delays.Count} answered, median {Ms(delays.Quantile(0.5))}, 95 % within {Ms(delays.Quantile(0.95))}, largest {Ms(delays.Max)}");
        if (account.Lost > 0) told += Text($", {account.Lost} lost");
        if (account.Failed > 0) told += Text($", {account.Failed} failed");
        return account.WithoutDelay == 0 ? told : $"{told} ({account.WhyWithoutDelay})";
    }

    private static string? Loss(CounterSet counts)
    {
        var payload = counts[Counter.PayloadBytes];
        if (payload == 0) return null;
        var lost = counts[Counter.LostBytes];
        return Text($"{100.0 * lost / payload:0.###} % of {Size(payload)} ({counts[Counter.LostSegments]} segments), {counts[Counter.ReorderedSegments]} reordered");
    }

    private static void AddCounted(List<string> lines, Replay replay)
    {
        var before = lines.Count;
        ReplayCounters.Tell(replay, (name, value) =>
        {
            if (value > 0) lines.Add(Text($"  {name.Replace('_', ' '),-22} {value}"));
        });
        if (lines.Count > before) lines.Insert(before, "counted beside");
    }

    private static string Amount(TrafficMeter traffic, Direction direction)
    {
        var (packets, bytes) = traffic.Of(direction);
        return Text($"{packets} packets, {Size(bytes)}");
    }

    private static string Size(ulong bytes) => bytes switch
    {
        < 10_000 => Text($"{bytes} bytes"),
        < 10_000_000 => Text($"{bytes / 1e3:0.0} kB"),
        _ => Text($"{bytes / 1e6:0.0} MB"),
    };

    private static string Ms(double? microseconds) => Text($"{microseconds / 1000:0.000} ms");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
