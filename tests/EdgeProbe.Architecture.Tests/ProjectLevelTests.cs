using System.Xml.Linq;

namespace EdgeProbe.Architecture.Tests;

/// <summary>Arrows between projects run one way: a project refers only to lower levels, agent and collector never to each other.</summary>
public sealed class ProjectLevelTests
{
    private static readonly Dictionary<string, int> Levels = new(StringComparer.Ordinal)
    {
        ["EdgeProbe.Measurement"] = 0,
        ["EdgeProbe.Mqtt"] = 0,
        ["EdgeProbe.Sockets"] = 0,
        ["EdgeProbe.Stamp"] = 1,
        ["EdgeProbe.Contract"] = 1,
        ["EdgeProbe.Capture"] = 2,
        ["EdgeProbe.Probers"] = 2,
        ["EdgeProbe.Scoring"] = 2,
        ["EdgeProbe.Agent"] = 3,
        ["EdgeProbe.Collector"] = 3,
    };

    public static TheoryData<string> ProductProjects() =>
        [.. new[] { "shared", "agent", "collector" }.SelectMany(folder => Repository.Files(folder, "*.csproj"))];

    [Theory]
    [MemberData(nameof(ProductProjects))]
    public void A_project_refers_only_to_lower_levels(string project)
    {
        var level = LevelOf(project);
        Assert.All(References(project), reference => Assert.True(
            LevelOf(reference) < level,
            $"{project} (level {level}) refers to {reference} (level {LevelOf(reference)}): arrows go down only"));
    }

    [Theory]
    [MemberData(nameof(ProductProjects))]
    public void Agent_and_collector_never_refer_to_each_other_and_nothing_refers_to_tests(string project)
    {
        var room = project.Split('/')[0];
        Assert.All(References(project), reference => Assert.True(
            reference.StartsWith("shared/", StringComparison.Ordinal) || reference.Split('/')[0] == room,
            $"{project} refers to {reference}: a {room} project knows only shared and its own side"));
    }

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = Repository.Read("EdgeProbe.sln").Replace('\\', '/');
        var projects = new[] { "shared", "agent", "collector", "tests", "bench" }.SelectMany(folder => Repository.Files(folder, "*.csproj"));
        Assert.All(projects, project => Assert.Contains(project, solution, StringComparison.Ordinal));
    }

    [Fact]
    public void The_pure_rooms_use_no_packages()
    {
        string[] pure = ["shared/EdgeProbe.Measurement/EdgeProbe.Measurement.csproj", "collector/EdgeProbe.Scoring/EdgeProbe.Scoring.csproj"];
        Assert.All(pure, project => Assert.Empty(XDocument.Load(Path.Combine(Repository.Top, project)).Descendants("PackageReference")));
    }

    private static int LevelOf(string project)
    {
        var name = Path.GetFileNameWithoutExtension(project);
        return Levels.TryGetValue(name, out var level) ? level : throw new InvalidOperationException($"{name} has no level: give it one in {nameof(ProjectLevelTests)}");
    }

    private static IEnumerable<string> References(string project)
    {
        var folder = Path.GetDirectoryName(Path.Combine(Repository.Top, project))!;
        return XDocument.Load(Path.Combine(Repository.Top, project)).Descendants("ProjectReference")
            .Select(reference => Path.GetFullPath(Path.Combine(folder, reference.Attribute("Include")!.Value)))
            .Select(path => Path.GetRelativePath(Repository.Top, path).Replace('\\', '/'));
    }
}
