using EdgeProbe.Testing.Processes;

namespace EdgeProbe.Capture.Truth.Anchors;

/// <summary>Runs an analyser whose answers are compared with ours. It may complain about the capture; what it says of the rest still counts.</summary>
internal static class Tool
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public static async Task<string> OutputAsync(string program, IEnumerable<string> arguments, string? directory = null)
    {
        await using var run = await ChildProcess.RunAsync(program, arguments, directory, Patience);
        return run.Output;
    }

    public static IEnumerable<string> Lines(string output) => output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
