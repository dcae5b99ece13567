using System.Text.Json.Nodes;
using EdgeProbe.Capture.Truth.Documents;

namespace EdgeProbe.Capture.Truth.Checks;

/// <summary>
/// The same packets in other frames give the same document, byte for byte. Only two members may differ, because they speak of the frames
/// themselves: the link type, and how many bytes of them were captured.
/// </summary>
public static class EncapsulationChecks
{
    private static readonly string[] OfTheFrames = ["link_type", "bytes_captured"];

    public static IReadOnlyList<Check> Of(IReadOnlyList<(string Name, ReplayRun Run)> same)
    {
        ArgumentNullException.ThrowIfNull(same);
        var checks = new CheckList();
        if (same.Count == 0) return checks.Checks;
        var first = WithoutFrames(same[0].Run.Json);
        foreach (var (name, run) in same.Skip(1))
        {
            var other = WithoutFrames(run.Json);
            checks.True("encapsulation", $"{name} beside {same[0].Name}", "the same document", Difference(first, other), first == other);
        }

        return checks.Checks;
    }

    private static string WithoutFrames(string json)
    {
        if (json.Length == 0) return "";
        var root = JsonNode.Parse(json)!.AsObject();
        foreach (var member in OfTheFrames) root["totals"]?.AsObject().Remove(member);
        return root.ToJsonString(new() { WriteIndented = true });
    }

    private static string Difference(string one, string other)
    {
        foreach (var (left, right) in one.Split('\n').Zip(other.Split('\n')))
        {
            if (left != right) return $"'{left.Trim()}' and '{right.Trim()}'";
        }

        return one.Length == other.Length ? "the same document" : "one is longer";
    }
}
