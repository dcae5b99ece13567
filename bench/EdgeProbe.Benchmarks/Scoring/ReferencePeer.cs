using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace EdgeProbe.Benchmarks.Scoring;

/// <summary>What the executable specification took and answered.</summary>
internal sealed record PeerAnswer(int Cases, double BlameSeconds, double MinuteSeconds, double[] Scores, double[] Lan, double[][] Lows);

/// <summary>Runs the executable specification on the same cases, when it is there.</summary>
internal static class ReferencePeer
{
    // Beside the repository, where the specification is handed out.
    private const string UsualPlace = "../shared/design/score_reference.py";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>Null, and a line that says so, when there is no specification.</summary>
    public static PeerAnswer? Run(string? specification, BlameCase[] cases)
    {
        var top = TopFolder();
        var path = specification ?? Path.Combine(top, UsualPlace);
        if (!File.Exists(path))
        {
            Console.Error.WriteLine($"score: no peer, since {path} is not there; name the specification with --reference FILE");
            return null;
        }

        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, new JsonArray([.. cases.Select(c => (JsonNode)c.Json)]).ToJsonString());
            return Ask([Path.Combine(top, "bench", "peers", "score_peer.py"), path, file]);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static PeerAnswer Ask(IEnumerable<string> arguments)
    {
        using var python = Process.Start(new ProcessStartInfo("python3", arguments) { RedirectStandardOutput = true })
            ?? throw new InvalidOperationException("python3 does not start");
        var answer = python.StandardOutput.ReadToEnd();
        python.WaitForExit();
        if (python.ExitCode != 0) throw new InvalidOperationException($"the peer ended with {python.ExitCode}");
        return JsonSerializer.Deserialize<PeerAnswer>(answer, Json)!;
    }

    private static string TopFolder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        // Ends: at the repository's top, or at the file system's.
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "EdgeProbe.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("the benchmark does not lie in the repository");
    }
}
