using System.Globalization;

namespace EdgeProbe.Capture.Truth.Reports;

/// <summary>One line a capture, what failed below it, and the sum at the end.</summary>
internal sealed class TruthTable(TextWriter output, bool every) : ITruthReport
{
    private const int MostFailuresShown = 12;

    private int _passed, _failed;

    public bool AllPassed => _failed == 0 && _passed > 0;

    public void Begin() => Line("capture", "conns", "handshakes", "RTT ours/theirs", "lost wan/lan", "DNS", "RTP lost", "QUIC", "checks", "verdict");

    public void Add(Compared compared)
    {
        ArgumentNullException.ThrowIfNull(compared);
        var failures = compared.Failures.ToList();
        _passed += compared.Checks.Count - failures.Count;
        _failed += failures.Count;
        Line(
            Path.GetFileName(compared.Capture),
            $"{compared.Document?.Connections.Count}",
            Text(compared.Checks.Count(check => check.Name == "SYN to SYN-ACK")),
            Rtt(compared),
            $"{compared.Document?.Connections.Sum(each => each.Loss.Wan.Segments)}/{compared.Document?.Connections.Sum(each => each.Loss.Lan.Segments)}",
            Text(compared.Document?.Dns.TimeUs.N),
            string.Join(' ', compared.Document?.Rtp.Select(each => each.Lost) ?? []),
            Text(compared.Checks.Count(check => check.Name.StartsWith("QUIC", StringComparison.Ordinal))),
            Text(compared.Checks.Count),
            failures.Count > 0 ? $"{failures.Count} FAILED" : compared.Checks.Any(check => check.Reason is not null) ? "ok, known" : "ok");
        foreach (var check in every ? compared.Checks : failures.Take(MostFailuresShown)) output.WriteLine($"    {check}");
        if (!every && failures.Count > MostFailuresShown) output.WriteLine($"    and {failures.Count - MostFailuresShown} more");
        output.Flush();
    }

    public void End() => output.WriteLine($"{_passed} passed, {_failed} failed");

    private static string Rtt(Compared compared)
    {
        var ours = compared.Document?.Connections.Sum(each => each.Rtt.Wan.N + each.Rtt.Lan.N);
        var theirs = compared.Truth?.Rtt.Sum(each => each.OfFirst.Count + each.OfSecond.Count);
        return theirs is null ? $"{ours}" : $"{ours}/{theirs}";
    }

    private static string Text(long? count) => count is null or 0 ? "" : count.Value.ToString(CultureInfo.InvariantCulture);

    private void Line(string capture, params string[] columns)
    {
        int[] widths = [6, 11, 16, 13, 6, 9, 5, 7, 10];
        output.WriteLine($"{Fit(capture, 44),-44}{string.Concat(columns.Zip(widths, (text, width) => text.PadLeft(width)))}");
    }

    private static string Fit(string text, int width) => text.Length <= width ? text : text[..width];
}
