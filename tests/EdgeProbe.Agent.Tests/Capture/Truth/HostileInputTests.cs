using EdgeProbe.Capture.Truth;
using EdgeProbe.Capture.Truth.Hostile;
using Xunit.Abstractions;

namespace EdgeProbe.Agent.Tests.Capture.Truth;

/// <summary>Broken frames and files: no exception, no hang, flat memory. bench/capture/fuzz.sh makes longer runs.</summary>
public sealed class HostileInputTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Broken_input_is_counted_never_thrown_and_never_kept(int seed)
    {
        var said = new StringWriter();
        var report = await new HostileRun(TimeProvider.System, said).RunAsync(100_000, seed, SharedCaptures.Files);
        output.WriteLine($"{said}{report}");

        Assert.Empty(HostileCommand.Judge(report));
        Assert.True(report.Observations > 0 && report.Told > 0, "nothing came of it: the run tests nothing");
    }
}
