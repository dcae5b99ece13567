using System.Globalization;

namespace EdgeProbe.Agent.Commands;

/// <summary>A status for people.</summary>
internal static class StatusText
{
    public static IEnumerable<string> Of(StatusDocument status, TimeSpan age)
    {
        yield return $"{status.Tenant}/{status.Probe}  version {status.Version}, process {status.Pid}, {age.TotalSeconds:0} s ago";
        yield return $"link     {status.Link.Status}{(status.Link.Problem is { } problem ? $": {problem}" : "")}, {Plural(status.Link.CollectorsOnline, "collector")} online";
        yield return $"samples  {status.Samples.Measured} measured, {status.Samples.Stored} stored, {status.Spool.Depth} waiting, {status.Spool.Dropped} dropped";
        if (status.Spool.Problem is { } spool) yield return $"spool    {spool}";
        yield return $"passive  {Passive(status.Passive)}";
        yield return $"clock    {status.Clock}, error at most {status.ClockErrorMicroseconds / 1000} ms";
        yield return string.Create(CultureInfo.InvariantCulture, $"memory   {status.ResidentBytes / 1048576.0:0.0} MiB, {status.AnonymousBytes / 1048576.0:0.0} MiB of it anonymous");
        foreach (var test in status.Tests) yield return Line(test);
    }

    private static string Line(TestStatusDocument test) =>
        $"  {test.Segment,-8}{test.Kind,-15}{test.Family,-4}{test.Target,-20} {Result(test)}";

    private static string Result(TestStatusDocument test)
    {
        if (test.WindowStart is null) return "nothing measured yet";
        if (test.Sent == 0 && test.NotAttempted == 0) return "counted";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{test.Received}/{test.Sent} answered{(test.P50Ms is { } p50 ? $", median {p50:0.00} ms" : "")}{(test.Reason is { } r and not "Answered" ? $", {r}" : "")}");
    }

    private static string Passive(PassiveStatusDocument passive) => passive.State switch
    {
        "capturing" => $"capturing on {passive.Device}, {passive.FramesReceived} frames, {passive.FramesDropped + passive.ObservationsDropped} dropped"
            + (passive.SampleShift > 0 ? $", one in {1 << passive.SampleShift} flows" : ""),
        "cannot" => $"cannot: {passive.Problem}",
        _ => "off",
    };

    private static string Plural(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";
}
