namespace EdgeProbe.Capture.Truth.Hostile;

/// <summary>A hostile run for the command line, with its verdict.</summary>
public static class HostileCommand
{
    /// <summary>What a run may add to memory after its first tenth: caches of the runtime settle late, fixed tables are touched slot by slot.</summary>
    public const long MostManagedGrowth = 4 << 20;
    public const long MostResidentGrowth = 24 << 20;

    /// <returns>0 when all held, 1 when something did not.</returns>
    public static async Task<int> RunAsync(long mutations, int seed, IReadOnlyList<string> captures, TextWriter output)
    {
        var report = await new HostileRun(new ProcessorClock(), output).RunAsync(mutations, seed, captures);
        string[] failed = [.. Judge(report)];
        await output.WriteLineAsync(
            $"hostile: {report.Frames} frames gave {report.Observations} observations and {report.Told} words to the sink; slowest thousand {report.LongestThousandFrames.TotalMilliseconds:0.0} ms");
        await output.WriteLineAsync($"hostile: {report.Files} files ended by exit code {report.FilesEnded}; slowest {report.LongestFile.TotalMilliseconds:0.0} ms");
        await output.WriteLineAsync(
            $"hostile: memory grew by {report.ManagedGrowthBytes / 1024} KiB managed, {report.ResidentGrowthBytes / 1024} KiB resident; {report.Elapsed.TotalSeconds:0} s of processor time in all");
        foreach (var fault in failed) await output.WriteLineAsync($"FAILED {fault}");
        await output.WriteLineAsync($"{4 - failed.Length} passed, {failed.Length} failed");
        return failed.Length == 0 ? 0 : 1;
    }

    public static IEnumerable<string> Judge(HostileReport report)
    {
        if (report.Fault is { } fault) yield return fault;
        if (report.LongestFile > HostileRun.LongestAllowed || report.LongestThousandFrames > HostileRun.LongestAllowed)
            yield return $"seed {report.Seed}: a file took {report.LongestFile}, a thousand frames took {report.LongestThousandFrames}; at most {HostileRun.LongestAllowed}";
        if (report.ManagedGrowthBytes > MostManagedGrowth) yield return $"seed {report.Seed}: managed memory grew by {report.ManagedGrowthBytes} bytes";
        if (report.ResidentGrowthBytes > MostResidentGrowth) yield return $"seed {report.Seed}: resident memory grew by {report.ResidentGrowthBytes} bytes";
    }
}
