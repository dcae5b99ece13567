using EdgeProbe.Capture.Truth.Checks;
using EdgeProbe.Capture.Truth.Documents;
using EdgeProbe.Capture.Truth.Truths;

namespace EdgeProbe.Capture.Truth;

/// <summary>One capture compared: what was checked, and what was there to compare.</summary>
public sealed record Compared(string Capture, IReadOnlyList<Check> Checks, ReplayDocument? Document)
{
    internal CaptureTruth? Truth { get; init; }

    public IEnumerable<Check> Failures => Checks.Where(check => !check.Passed);
}

/// <summary>
/// Holds one replay document to the truth about its capture: to the simulation's own where there is one, to tshark and tcptrace, asked here, and
/// to what spindump's authors expect where that lies beside the capture or in a folder "truth" beside it.
/// </summary>
public sealed class Comparison(IReplay replay)
{
    // The simulation's client lives in these.
    private static readonly string[] SimulatedHome = ["192.0.2.0/24", "2001:db8:1::/48"];

    // docs/replay.md: what was read up to a broken end is a document all the same.
    private const int Whole = 0, CutOff = 6, Empty = 7, Unsupported = 8;

    /// <summary>A capture of simulated traffic, with its truth beside it: with the home named and without.</summary>
    public async Task<Compared> SimulatedAsync(string capture)
    {
        var truth = SyntheticTruth.Beside(capture) ?? throw new FileNotFoundException($"no truth beside {capture}");
        var checks = new CheckList();
        var named = (await RunAsync(checks, capture, SimulatedHome))?.Document();
        if (named is not null) SyntheticChecks.Add(checks, named, truth);
        var assumed = (await RunAsync(checks, capture))?.Document();
        if (assumed is not null) SyntheticChecks.Add(checks, assumed, truth);
        return new Compared(capture, checks.Checks, named);
    }

    public async Task<Compared> RealAsync(string capture)
    {
        var checks = new CheckList();
        var run = await RunAsync(checks, capture);
        if (run is null) return new Compared(capture, checks.Checks, null);
        var truth = await AnchorTruth.ReadAsync(capture);
        var document = run.Document();
        if (TruthFile.Of(capture) is { } file) TruthFileChecks.Add(checks, truth, file);
        checks.Equal("frames", "whole file", truth.Frames, document.Totals.Frames);
        SanityChecks.Add(checks, document);
        HandshakeChecks.Add(checks, document, truth);
        RttChecks.Add(checks, document, truth);
        LookupChecks.AddDns(checks, document.Dns, truth.Dns);
        LookupChecks.AddEcho(checks, document.Icmp.Echo, truth.Echo);
        LookupChecks.AddTls(checks, document, truth);
        MediaChecks.AddQuic(checks, document, truth.Quic);
        MediaChecks.AddRtp(checks, document.Rtp, truth.Rtp);
        Spindump(checks, document, capture);
        return new Compared(capture, KnownDifferences.Explain(Path.GetFileName(capture), checks.Checks), document) { Truth = truth };
    }

    private async Task<ReplayRun?> RunAsync(CheckList checks, string capture, params string[] home)
    {
        var run = await replay.RunAsync(capture, home);
        checks.True("replay", "exit code", "0, 6, 7 or 8", $"{run.ExitCode} {run.Errors.Trim()}", run.ExitCode is Whole or CutOff or Empty or Unsupported);
        return run.Json.Length > 0 ? run : null;
    }

    private static void Spindump(CheckList checks, ReplayDocument document, string capture)
    {
        var folder = Path.GetDirectoryName(capture) ?? "";
        var name = Path.GetFileName(capture) + SpindumpTruth.Extension;
        var file = new[] { Path.Combine(folder, name), Path.Combine(folder, "truth", name) }.FirstOrDefault(File.Exists);
        if (file is null || SpindumpTruth.FirstRightUs(file) is not { } right) return;
        // A client that nobody answered has no half.
        var first = document.Quic.Select(each => each.ToServerUs).FirstOrDefault(half => half is not null);
        checks.Near("QUIC half by spindump", "first that was answered", right, first, 1);
    }
}
