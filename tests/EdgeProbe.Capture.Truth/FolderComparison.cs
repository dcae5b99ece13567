using EdgeProbe.Capture.Truth.Checks;
using EdgeProbe.Capture.Truth.Documents;
using EdgeProbe.Capture.Truth.Reports;
using EdgeProbe.Capture.Truth.Truths;

namespace EdgeProbe.Capture.Truth;

/// <summary>Compares every capture of some folders.</summary>
internal sealed class FolderComparison(IReplay replay, ITruthReport report)
{
    // gen_synth.py's names for one flow in many frames.
    private const string SameFlow = "encap_";

    /// <returns>0 when every check passed, 1 when one failed, 2 when there was nothing to compare.</returns>
    public async Task<int> RunAsync(IReadOnlyList<string> folders, string only)
    {
        report.Begin();
        foreach (var folder in folders)
        {
            if (!Directory.Exists(folder))
            {
                await Console.Error.WriteLineAsync($"truth: there is no folder {folder}");
                return 2;
            }

            string[] captures = [.. SharedCaptures.CapturesIn(folder).Where(file => Path.GetFileName(file).Contains(only, StringComparison.Ordinal))];
            foreach (var capture in captures) report.Add(await CompareAsync(capture));
            string[] same = [.. captures.Where(file => Path.GetFileName(file).StartsWith(SameFlow, StringComparison.Ordinal))];
            if (same.Length > 1) report.Add(new Compared(Path.Combine(folder, $"{SameFlow}*"), await SameAsync(same), null));
        }

        report.End();
        return report.AllPassed ? 0 : 1;
    }

    private async Task<Compared> CompareAsync(string capture)
    {
        var comparison = new Comparison(replay);
        try
        {
            return SyntheticTruth.Beside(capture) is null ? await comparison.RealAsync(capture) : await comparison.SimulatedAsync(capture);
        }
        catch (Exception broken) when (broken is TimeoutException or InvalidOperationException or System.Text.Json.JsonException or FormatException)
        {
            return new Compared(capture, [new Check("comparison", "whole file", "an end", broken.Message, "exact", Passed: false)], null);
        }
    }

    private async Task<IReadOnlyList<Check>> SameAsync(string[] captures)
    {
        var runs = new List<(string, ReplayRun)>();
        foreach (var capture in captures) runs.Add((Path.GetFileName(capture), await replay.RunAsync(capture)));
        return EncapsulationChecks.Of(runs);
    }
}
