using System.Text.Json;

namespace EdgeProbe.Accuracy;

/// <summary>The limits of bench/budgets.json that begin with "accuracy.".</summary>
internal sealed class Budget
{
    private readonly JsonElement _root;

    private Budget(JsonElement root) => _root = root;

    /// <summary>Largest difference of the medians, microseconds.</summary>
    public double P50Microseconds => Of("accuracy.p50_difference_us");

    /// <summary>Largest difference of the 99th percentiles, as a share of fping's.</summary>
    public double P99Share => Of("accuracy.p99_difference_share");

    /// <summary>What is let pass however large the share is, microseconds.</summary>
    public double P99Microseconds => Of("accuracy.p99_difference_us");

    /// <summary>Of the interval that a measured loss must lie in.</summary>
    public double LossConfidence => Of("accuracy.loss_confidence");

    public static Budget Read(string path) =>
        new(JsonDocument.Parse(File.ReadAllText(path), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip }).RootElement);

    private double Of(string key) => _root.TryGetProperty(key, out var value)
        ? value.GetDouble()
        : throw new InvalidOperationException($"bench/budgets.json has no '{key}'; add it");
}
