using EdgeProbe.Contract;
using EdgeProbe.Testing.Collectors;

namespace EdgeProbe.Browser.Tests.Scenes;

/// <summary>
/// Recordings of lines on which a page is checked so often that the score is more than a guess: thirty checks in five minutes leave the share
/// of failed ones open up to 11 %, and then the profile gives no verdict.
/// </summary>
internal static class Recordings
{
    private const int PagesPerWindow = 8;
    private const int WindowsPerBatch = 6;

    /// <summary>The plan of <see cref="LineRecording"/> with its page checked eight times a window.</summary>
    public static Birth Birth(PublishingProbe probe, string site) => LineRecording.Birth(probe.StoreEpoch) with
    {
        Site = site,
        Tests = [.. LineRecording.Plan.Select(t => t.Kind == Kind.Http ? t with { Period = TimeSpan.FromMilliseconds(Window.DefaultLengthMs / (double)PagesPerWindow) } : t)],
    };

    /// <summary>The last minutes before <paramref name="endMs"/>, one batch a minute.</summary>
    public static async Task PublishAsync(PublishingProbe probe, long endMs, int minutes, LineQuality line)
    {
        var recording = new LineRecording();
        var windows = Enumerable.Range(-WindowsPerBatch * minutes, WindowsPerBatch * minutes).Select(i => endMs - endMs % Window.DefaultLengthMs + i * (long)Window.DefaultLengthMs);
        foreach (var batch in windows.Chunk(WindowsPerBatch))
            await probe.PublishAsync([.. batch.SelectMany(start => recording.Window(start, line)).Select(sample => WithPages(sample, line))]);
    }

    private static Sample WithPages(Sample sample, LineQuality line)
    {
        if (sample.Test != LineRecording.Plan.First(t => t.Kind == Kind.Http).Alias) return sample;
        var pages = new Sample { Test = sample.Test, Window = sample.Window, Sent = PagesPerWindow, Received = PagesPerWindow, Code = 200, Http = sample.Http };
        pages.Delays.Add((ulong)(1_000_000 * line.PageSeconds), PagesPerWindow);
        return pages;
    }
}
