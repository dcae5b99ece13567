namespace EdgeProbe.Capture.Truth.Hostile;

/// <summary>What a run over broken input has shown. Growth is what was added after the first tenth, when every table has been used.</summary>
public sealed record HostileReport(int Seed, long Frames, long Files)
{
    public long Observations { get; init; }

    public long Told { get; init; }

    public TimeSpan LongestFile { get; init; }

    public TimeSpan LongestThousandFrames { get; init; }

    public long ManagedGrowthBytes { get; init; }

    public long ResidentGrowthBytes { get; init; }

    public string FilesEnded { get; init; } = "";

    public TimeSpan Elapsed { get; init; }

    /// <summary>The first fault, with what brings it back; null when there is none.</summary>
    public string? Fault { get; init; }
}

/// <summary>Broken frames and broken files, so many of them, by one seed.</summary>
public sealed class HostileRun(TimeProvider clock, TextWriter output)
{
    // A file holds thousands of frames and several mutations: one of them for so many frames.
    private const int FramesPerFile = 200;
    private const int Batch = 1000;

    public static readonly TimeSpan LongestAllowed = TimeSpan.FromSeconds(1);

    public async Task<HostileReport> RunAsync(long mutations, int seed, IReadOnlyList<string> captures)
    {
        ArgumentNullException.ThrowIfNull(captures);
        var (files, frames) = (Math.Max(1, mutations / FramesPerFile), mutations - Math.Max(1, mutations / FramesPerFile));
        IReadOnlyList<WholeFrame> corpus = [.. FrameCorpus.Simulated(), .. await FrameCorpus.OfAsync(captures)];
        await output.WriteLineAsync($"hostile: seed {seed}, {frames} broken frames of {corpus.Count}, {files} broken files");
        var started = clock.GetTimestamp();
        var report = Files(Frames(new HostileReport(seed, frames, files), corpus), captures);
        return report with { Elapsed = clock.GetElapsedTime(started) };
    }

    private HostileReport Frames(HostileReport report, IReadOnlyList<WholeFrame> corpus)
    {
        using var fuzz = new FrameFuzz(report.Seed, corpus);
        var memory = new MemoryWatch(report.Frames);
        var longest = TimeSpan.Zero;
        for (var done = 0L; done < report.Frames && report.Fault is null;)
        {
            var started = clock.GetTimestamp();
            for (var end = Math.Min(done + Batch, report.Frames); done < end; done++)
            {
                if (Try(fuzz.Once) is { } fault)
                {
                    report = report with { Fault = $"seed {report.Seed}, frame {done}: {fault}" };
                    break;
                }
            }

            var took = clock.GetElapsedTime(started);
            if (took > longest) longest = took;
            memory.At(done);
        }

        return memory.Into(report) with
        {
            Observations = fuzz.Observations,
            Told = fuzz.Sink.Told,
            LongestThousandFrames = longest,
            Fault = report.Fault ?? fuzz.Sink.Absurd,
        };
    }

    private HostileReport Files(HostileReport report, IReadOnlyList<string> captures)
    {
        using var fuzz = new FileFuzz(report.Seed, captures, clock);
        var memory = new MemoryWatch(report.Files);
        for (var done = 0L; done < report.Files && report.Fault is null; done++)
        {
            if (Try(fuzz.Once) is { } fault) report = report with { Fault = $"seed {report.Seed}, file {done}: {fault}" };
            else if (fuzz.Longest > LongestAllowed) report = report with { Fault = $"seed {report.Seed}, file {done}: took {fuzz.Longest}" };
            memory.At(done);
        }

        return memory.Into(report) with
        {
            LongestFile = fuzz.Longest,
            FilesEnded = string.Join(' ', fuzz.Ended.OrderBy(each => each.Key).Select(each => $"{each.Key}: {each.Value}")),
        };
    }

    private static string? Try(Action once)
    {
        try
        {
            once();
            return null;
        }
#pragma warning disable CA1031 // Whatever broken input makes the engine throw is what this run looks for.
        catch (Exception thrown)
#pragma warning restore CA1031
        {
            return thrown.ToString();
        }
    }
}
