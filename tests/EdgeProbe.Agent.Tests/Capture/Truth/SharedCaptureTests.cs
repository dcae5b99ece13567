using EdgeProbe.Capture.Truth;
using EdgeProbe.Capture.Truth.Documents;

namespace EdgeProbe.Agent.Tests.Capture.Truth;

/// <summary>Real captures against tshark, tcptrace and spindump; nothing where they do not lie beside the checkout.</summary>
public sealed class SharedCaptureTests
{
    [Fact]
    public async Task Every_shared_capture_says_what_its_truth_says()
    {
        var comparison = new Comparison(new ReplayInProcess(TimeProvider.System));
        var failures = new List<string>();
        foreach (var capture in SharedCaptures.Files)
        {
            failures.AddRange((await comparison.RealAsync(capture)).Failures.Select(check => $"{Path.GetFileName(capture)}: {check}"));
        }

        Assert.Empty(failures);
    }
}
