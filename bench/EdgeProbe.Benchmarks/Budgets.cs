using System.Text.Json;

namespace EdgeProbe.Benchmarks;

/// <summary>bench/budgets.json: what a run must keep to. Allocations and sizes gate; times are aims that are printed beside the figure.</summary>
internal sealed class Budgets(IReadOnlyDictionary<string, double> budgets)
{
    public static Budgets Read(string path) =>
        new(JsonSerializer.Deserialize<Dictionary<string, double>>(File.ReadAllText(path)) ?? []);

    /// <exception cref="KeyNotFoundException">There is no such budget: a figure without one must not pass unseen.</exception>
    public double Of(string name) => budgets[name];

    public double? AimOf(string benchmark) => budgets.TryGetValue($"micro.{benchmark}.aim_ns", out var aim) ? aim : null;
}
