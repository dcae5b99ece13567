using System.Text.RegularExpressions;

namespace EdgeProbe.Architecture.Tests;

/// <summary>Inside the two programs the folders are floors as well: a folder uses only the floors below its own.</summary>
public sealed partial class FloorTests
{
    // From the ground up; rooms on one floor do not know each other.
    private static readonly string[][] AgentFloors =
    [
        ["Settings", "Board"],
        ["Spool", "Windows", "Schedule"],
        ["Uplink"],
        ["Commands"],
    ];

    private static readonly string[][] CollectorFloors =
    [
        ["Settings"],
        ["Fleet", "Store", "Customers"],
        ["Scores", "Ingest"],
        ["Incidents", "Passive", "Experience"],
        ["Api"],
        ["Commands"],
    ];

    public static TheoryData<string, string> Rooms()
    {
        var data = new TheoryData<string, string>();
        foreach (var program in new[] { "agent/EdgeProbe.Agent", "collector/EdgeProbe.Collector" })
        {
            foreach (var room in RoomsOf(program)) data.Add(program, room);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_room_uses_only_the_floors_below_its_own(string program, string room)
    {
        var floors = program.StartsWith("agent", StringComparison.Ordinal) ? AgentFloors : CollectorFloors;
        var own = FloorOf(floors, room);
        Assert.True(own >= 0, $"{program}/{room} stands on no floor: give it one in {nameof(FloorTests)}");
        var root = program.Split('/')[1];
        foreach (var file in Repository.Files($"{program}/{room}", "*.cs"))
        {
            foreach (Match use in Uses(root).Matches(Repository.Read(file)))
            {
                var other = use.Groups["room"].Value;
                var floor = FloorOf(floors, other);
                Assert.True(other == room || floor < 0 || floor < own, $"{file} uses {root}.{other}: {room} may use only the floors below its own");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_rooms_files_say_the_rooms_namespace(string program, string room)
    {
        var expected = $"{program.Split('/')[1]}.{room}";
        Assert.All(
            Repository.Files($"{program}/{room}", "*.cs"),
            file => Assert.Matches($@"(?m)^namespace {Regex.Escape(expected)}(\.\w+)*;", Repository.Read(file)));
    }

    private static IEnumerable<string> RoomsOf(string program) =>
        Repository.Files(program, "*.cs").Select(file => file.Split('/')).Where(parts => parts.Length > 3).Select(parts => parts[2]).Distinct();

    private static int FloorOf(string[][] floors, string room) => Array.FindIndex(floors, floor => floor.Contains(room));

    private static Regex Uses(string root) => new($@"\b{Regex.Escape(root)}\.(?<room>[A-Z]\w*)", RegexOptions.CultureInvariant);
}
