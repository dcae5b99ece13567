using System.Net;
using System.Text;
using EdgeProbe.Capture.Reports;

namespace EdgeProbe.Capture.Truth.Documents;

/// <summary>The engine behind <c>edgeprobe replay</c> without a process around it: for whom asks it thousands of times.</summary>
public sealed class ReplayInProcess(TimeProvider clock) : IReplay
{
    // docs/replay.md.
    private const int Whole = 0, Unreadable = 5, CutOff = 6, Empty = 7, Unsupported = 8;

    public Task<ReplayRun> RunAsync(string capture, params string[] home) => Task.FromResult(Run(capture, home));

    public ReplayRun Run(string capture, params string[] home)
    {
        var started = clock.GetTimestamp();
        try
        {
            using var replay = Replay.Run(new ReplayOptions { Path = capture, Home = [.. home.Select(IPNetwork.Parse)] });
            using var output = new MemoryStream();
            ReplayJson.Write(replay, output);
            var code = replay.Intake.Frames == 0 ? Empty : replay.IsTruncated ? CutOff : Whole;
            return new ReplayRun(code, Encoding.UTF8.GetString(output.ToArray()), replay.Problem ?? "", clock.GetElapsedTime(started));
        }
        catch (CaptureException refused)
        {
            var code = refused.Problem switch
            {
                CaptureProblem.UnsupportedLink => Unsupported,
                CaptureProblem.Empty => Empty,
                _ => Unreadable,
            };
            return new ReplayRun(code, "", refused.Message, clock.GetElapsedTime(started));
        }
    }
}
