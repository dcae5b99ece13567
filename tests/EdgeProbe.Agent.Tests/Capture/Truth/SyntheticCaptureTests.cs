using EdgeProbe.Capture.Truth;
using EdgeProbe.Capture.Truth.Checks;
using EdgeProbe.Capture.Truth.Documents;
using EdgeProbe.Testing;
using EdgeProbe.Testing.Processes;

namespace EdgeProbe.Agent.Tests.Capture.Truth;

/// <summary>The captures that another hand's simulation makes of a seed; nothing where it does not lie beside the checkout.</summary>
public sealed class SyntheticCaptureTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(42)]
    public async Task Every_capture_of_a_seed_says_what_the_simulation_knows(int seed)
    {
        if (SharedCaptures.GeneratorFile is not { } generator) return;
        using var directory = new TemporaryDirectory();
        await using var made = await ChildProcess.RunAsync("python3", [generator, directory.Path, $"{seed}"], patience: TimeSpan.FromMinutes(2));
        Assert.True(made.ExitCode == 0, made.ToString());
        var comparison = new Comparison(new ReplayInProcess(TimeProvider.System));
        var failures = new List<string>();
        foreach (var capture in SharedCaptures.CapturesIn(directory.Path))
        {
            failures.AddRange((await comparison.SimulatedAsync(capture)).Failures.Select(check => check.ToString()));
        }

        failures.AddRange(SameFlow(directory.Path).Where(check => !check.Passed).Select(check => check.ToString()));
        Assert.Empty(failures);
    }

    private static IReadOnlyList<Check> SameFlow(string folder)
    {
        var replay = new ReplayInProcess(TimeProvider.System);
        (string, ReplayRun)[] runs = [.. SharedCaptures.CapturesIn(folder).Where(file => Path.GetFileName(file).StartsWith("encap_", StringComparison.Ordinal))
            .Select(file => (Path.GetFileName(file), replay.Run(file)))];
        Assert.Equal(9, runs.Length);
        return EncapsulationChecks.Of(runs);
    }
}
