using System.CommandLine;
using System.Net;
using EdgeProbe.Agent.Settings;
using EdgeProbe.Capture;
using EdgeProbe.Capture.Reports;

namespace EdgeProbe.Agent.Commands;

/// <summary><c>edgeprobe replay</c>: a capture file sent the way of a live capture; docs/replay.md has the document and the exit codes.</summary>
internal static class ReplayCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "A capture: pcap or pcapng, not compressed; - for standard input" };
        var json = new Option<bool>("--json") { Description = "One JSON document instead of text: docs/replay.md describes it" };
        var home = new Option<string[]>("--home")
        {
            Description = "A network of the home, for example 192.168.1.0/24; may be repeated. Left out: the private ranges",
            HelpName = "CIDR",
        };
        var command = new Command("replay", "Say what a capture file tells of the line, on either side of where it was taken.") { file, json, home };
        command.SetAction(parsed => Run(parsed.GetValue(file)!, parsed.GetValue(home) ?? [], parsed.GetValue(json)));
        return command;
    }

    private static int Run(string file, string[] homes, bool json)
    {
        var home = new List<IPNetwork>();
        foreach (var text in homes)
        {
            if (!Networks.TryRead(text, out var network))
                return Complaint.Of(ExitCodes.Settings, $"--home is \"{text}\"; it must be a network such as 192.0.2.0/24 or 2001:db8::/32, with no host bits set");
            home.Add(network);
        }

        try
        {
            var tally = new ReplayTally();
            using var replay = Replay.Run(new ReplayOptions { Path = file, Home = home, Sink = tally });
            return Tell(replay, tally, file, json);
        }
        catch (CaptureException problem)
        {
            return Complaint.Of(CodeOf(problem.Problem), problem.Message);
        }
    }

    private static int Tell(Replay replay, ReplayTally tally, string file, bool json)
    {
        if (replay.Intake.Frames == 0 && !replay.IsTruncated) return Complaint.Of(ExitCodes.NoFrame, $"{file} holds no frame");
        if (json)
        {
            using var output = Console.OpenStandardOutput();
            ReplayJson.Write(replay, output);
        }
        else
        {
            foreach (var line in ReplaySummary.Of(replay, tally)) Console.Out.WriteLine(line);
        }

        return replay.IsTruncated
            ? Complaint.Of(ExitCodes.Truncated, $"{file} was analysed up to frame {replay.Intake.Frames}, where it breaks off: {replay.Problem}")
            : ExitCodes.Ok;
    }

    private static int CodeOf(CaptureProblem problem) => problem switch
    {
        CaptureProblem.NoLibrary => ExitCodes.MissingLibrary,
        CaptureProblem.Empty => ExitCodes.NoFrame,
        CaptureProblem.UnsupportedLink => ExitCodes.UnsupportedLink,
        _ => ExitCodes.UnreadableCapture,
    };
}
