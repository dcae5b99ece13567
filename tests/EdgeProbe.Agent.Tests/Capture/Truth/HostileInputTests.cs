using System.Globalization;
using System.Text.RegularExpressions;
using EdgeProbe.Capture.Truth;
using EdgeProbe.Testing.Processes;
using Xunit.Abstractions;

namespace EdgeProbe.Agent.Tests.Capture.Truth;

/// <summary>
/// Broken frames and files: no exception, no hang, flat memory. In a process of its own, whose memory and processor time nothing else
/// touches. bench/capture/fuzz.sh makes longer runs.
/// </summary>
public sealed partial class HostileInputTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Broken_input_is_counted_never_thrown_and_never_kept(int seed)
    {
        string[] folders = SharedCaptures.Folder is { } folder ? [folder] : [];
        string[] arguments = ["fuzz", "--mutations", "100000", "--seed", seed.ToString(CultureInfo.InvariantCulture), .. folders];
        await using var run = await ChildProcess.RunAsync(Path.Combine(AppContext.BaseDirectory, "edgeprobe-truth"), arguments, patience: TimeSpan.FromMinutes(3));
        output.WriteLine(run.Output);

        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.EndsWith("4 passed, 0 failed", run.Output.TrimEnd(), StringComparison.Ordinal);
        Assert.True(CameOfIt().Match(run.Output) is { Success: true } told && told.Groups.Values.Skip(1).All(n => n.Value != "0"), $"nothing came of it: {run}");
    }

    [GeneratedRegex(@"gave (\d+) observations and (\d+) words")]
    private static partial Regex CameOfIt();
}
