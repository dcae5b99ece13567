namespace EdgeProbe.Capture.Truth.Documents;

/// <summary>Turns a capture file into the document of docs/replay.md.</summary>
public interface IReplay
{
    /// <param name="home">Networks of the home in CIDR form; none for the private ranges.</param>
    Task<ReplayRun> RunAsync(string capture, params string[] home);
}

/// <summary>What a replay ended with.</summary>
/// <param name="ExitCode">As docs/replay.md lists them.</param>
/// <param name="Json">The document as printed; empty when there is none.</param>
public sealed record ReplayRun(int ExitCode, string Json, string Errors, TimeSpan Elapsed)
{
    private static readonly System.Text.Json.JsonSerializerOptions Reading = new()
    {
        PropertyNamingPolicy = System.Text.Json.JsonNamingPolicy.SnakeCaseLower,
    };

    /// <exception cref="InvalidOperationException">There is no document, or it is none of ours.</exception>
    public ReplayDocument Document()
    {
        if (Json.Length == 0) throw new InvalidOperationException($"no document, exit code {ExitCode}: {Errors}");
        var document = System.Text.Json.JsonSerializer.Deserialize<ReplayDocument>(Json, Reading)
            ?? throw new InvalidOperationException("the document is null");
        return document.Format == "edgeprobe-replay/1" ? document : throw new InvalidOperationException($"the document is of format '{document.Format}'");
    }
}
