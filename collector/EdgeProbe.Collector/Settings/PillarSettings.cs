namespace EdgeProbe.Collector.Settings;

/// <summary>One pillar of what a customer experiences; all but <see cref="Network"/> are posted by other systems.</summary>
public sealed record PillarSettings(string Name, double Weight, TimeSpan FreshFor)
{
    /// <summary>The pillar that EdgeProbe measures; always there.</summary>
    public const string Network = "network";

    /// <summary>The network alone, for an operator who has not named others. Its score is made anew each minute; an hour without one is not fresh.</summary>
    public static IReadOnlyList<PillarSettings> Alone { get; } = [new(Network, 1, TimeSpan.FromHours(1))];

    internal static IReadOnlyList<PillarSettings> Read(Section root)
    {
        var pillars = root.Inners("pillars").Select(p => (Section: p, Pillar: ReadOne(p))).ToList();
        foreach (var again in pillars.GroupBy(p => p.Pillar.Name).Where(g => g.Key.Length > 0).SelectMany(g => g.Skip(1)))
            again.Section.Problem("name", $"is \"{again.Pillar.Name}\", which is there already; name each pillar once");
        return pillars.Exists(p => p.Pillar.Name == Network) ? [.. pillars.Select(p => p.Pillar)] : [.. Alone, .. pillars.Select(p => p.Pillar)];
    }

    private static PillarSettings ReadOne(Section pillar)
    {
        var name = pillar.RequiredText("name", "the pillar's name");
        if (name.Length > 0 && !EdgeProbe.Contract.ProbeId.IsName(name)) pillar.Problem("name", $"is \"{name}\"; it must be 1 to 64 letters, digits, '-', '_' or '.'");
        var read = new PillarSettings(name, pillar.Number("weight", 1, 0.001, 1_000), TimeSpan.FromHours(pillar.Whole("freshForHours", name == Network ? 1 : 24, 1, 8_760)));
        pillar.RefuseUnknown();
        return read;
    }
}
