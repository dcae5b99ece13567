using System.Text.Json;
using System.Text.Json.Nodes;
using EdgeProbe.Scoring.Profiles;

namespace EdgeProbe.Collector.Commands.Conformance;

/// <summary>Runs every case of a vector file through the scoring rooms and says where they disagree.</summary>
internal static class ConformanceRun
{
    /// <summary>Writes a line for each mismatch, then <c>N passed, N failed</c>; returns how many failed.</summary>
    public static int Run(VectorFile file, ScoreProfile profile, TextWriter output)
    {
        var failed = 0;
        foreach (var vector in file.Vectors)
        {
            if (Mismatch(vector, profile, file.Tolerance) is not { } mismatch) continue;
            failed++;
            output.WriteLine($"{vector.Id}: {mismatch}");
        }

        output.WriteLine($"{file.Vectors.Count - failed} passed, {failed} failed");
        return failed;
    }

    private static string? Mismatch(VectorCase vector, ScoreProfile profile, double tolerance)
    {
        if (!VectorFunctions.ByName.TryGetValue(vector.Function, out var function))
            return $"function {vector.Function} is not part of this version's profile {profile.Version}";
        try
        {
            return JsonDifference.First(vector.Expected, function(profile, vector.Input), tolerance);
        }
        catch (Exception malformed) when (malformed is InvalidOperationException or FormatException or ArgumentException or NullReferenceException
                                              or KeyNotFoundException or JsonException or OverflowException)
        {
            return $"the input cannot be used: {malformed.Message}";
        }
    }
}
