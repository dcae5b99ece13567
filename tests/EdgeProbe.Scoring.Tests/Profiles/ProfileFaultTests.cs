using System.Text.Json.Nodes;
using EdgeProbe.Scoring.Profiles;

namespace EdgeProbe.Scoring.Tests.Profiles;

/// <summary>A profile with one fault is refused with the fault's path and its reason.</summary>
public sealed class ProfileFaultTests
{
    private static readonly string Shipped = ReadShipped();

    [Fact]
    public void The_profile_that_ships_has_none() => Assert.Equal("score-profile/1", ProfileFile.Parse(Shipped).Version);

    [Theory]
    [InlineData("version", "null", "version: missing")]
    [InlineData("colour", "1", "colour: not known here; known are version, apps")]
    [InlineData("apps.gaming.metrics.q50.optimum", "30", "apps.gaming.metrics.q50.optimum: not known here")]
    [InlineData("apps.gaming.weight", "30", "apps.gaming.weight: not known here")]
    [InlineData("availability.best", "1", "availability.best: not known here")]
    [InlineData("apps.gaming", "null", "apps.gaming: empty")]
    [InlineData("apps.gaming.metrics.q50", "null", "apps.gaming.metrics.q50: empty")]
    [InlineData("personas.gamer", "null", "personas.gamer: empty")]
    [InlineData("hours.gamer", "null", "hours.gamer: empty")]
    [InlineData("apps.chess", """{ "metrics": { "q50": { "scale": "linear", "optimal": 1, "unacceptable": 2 } } }""", "apps.chess: not an application")]
    [InlineData("apps.gaming.metrics.q50.optimal", "null", "apps.gaming.metrics.q50: optimal is missing")]
    [InlineData("apps.gaming.metrics.q50.unacceptable", "null", "apps.gaming.metrics.q50: unacceptable is missing")]
    [InlineData("apps.gaming.metrics.q50.optimal", "150", "optimal (150) must lie under unacceptable (150)")]
    [InlineData("apps.streaming.metrics.rate.optimal", "0.5", "optimal (0.5) must lie above unacceptable (1)")]
    [InlineData("apps.web.metrics.t75.optimal", "0", "a logarithmic scale needs anchors above 0")]
    [InlineData("apps.web.metrics.t75.scale", "\"cubic\"", "apps.web.metrics.t75: scale cubic is not one of linear")]
    [InlineData("apps.gaming.metrics", "{}", "apps.gaming.metrics: none given")]
    [InlineData("apps.video_call.gates.sideways", "1", "apps.video_call: sideways is not a metric")]
    [InlineData("availability.optimal", "0.06", "availability: must have 0 < optimal < unacceptable <= 1")]
    [InlineData("availability.unacceptable", "2", "availability: must have 0 < optimal < unacceptable <= 1")]
    [InlineData("personas.gamer.web", "0.2", "personas.gamer: the weights sum to 1.1; they must sum to 1")]
    [InlineData("personas.gamer.web", "-0.1", "personas.gamer: a weight lies between 0 and 1")]
    [InlineData("personas.gamer.chess", "0", "personas.gamer.chess: not an application")]
    [InlineData("personas", "{}", "personas: none given")]
    [InlineData("bands.good", "95", "bands.good: begins at 95, which is not under the 90 of the band before")]
    [InlineData("bands.excellent", "101", "bands.excellent: begins at 101; a score lies between 0 and 100")]
    [InlineData("bands.bad", "5", "bands: the last band must begin at 0")]
    [InlineData("hours", """{ "gamer": [1, 2, 3] }""", "hours.gamer: has 3 weights; a day has 24 hours")]
    [InlineData("hours", """{ "nobody": [1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1] }""", "hours.nobody: not a persona of this profile")]
    [InlineData("hours", """{ "gamer": [-1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1] }""", "hours.gamer: a weight is not below 0")]
    [InlineData("hours", """{ "gamer": [0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0] }""", "hours.gamer: all weights are 0")]
    public void It_is_refused_with_path_and_reason(string path, string value, string reason)
    {
        var fault = Assert.Throws<ProfileException>(() => ProfileFile.Parse(With(path, value))).Message;
        Assert.Contains(reason, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_weight_is_named()
    {
        var profile = JsonNode.Parse(Shipped)!;
        profile["personas"]!["gamer"]!.AsObject().Remove("voice");
        Assert.Contains("personas.gamer.voice: missing", Assert.Throws<ProfileException>(() => ProfileFile.Parse(profile.ToJsonString())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_given_twice_is_refused() =>
        Assert.Throws<ProfileException>(() => ProfileFile.Parse(Shipped.Replace("\"version\"", "\"version\": \"x\", \"version\"", StringComparison.Ordinal)));

    [Fact]
    public void Hours_are_alike_unless_the_profile_says_otherwise()
    {
        var shipped = ProfileFile.Default;
        Assert.All(shipped.Hours(shipped.Persona("gamer")!), weight => Assert.Equal(1, weight));
        var night = ProfileFile.Parse(With("hours", """{ "gamer": [3,3,3,0,0,0,0,0,0,0,0,0,0,0,0,0,0,1,1,1,2,2,3,3] }"""));
        Assert.Equal((3.0, 0.0), (night.Hours(night.Persona("gamer")!)[0], night.Hours(night.Persona("gamer")!)[12]));
        Assert.Equal(24, night.Hours(night.Persona("default_home")!).Count);
    }

    private static string With(string path, string value)
    {
        var profile = JsonNode.Parse(Shipped)!.AsObject();
        var (parent, names) = (profile, path.Split('.'));
        foreach (var name in names[..^1]) parent = (parent[name] ??= new JsonObject()).AsObject();
        parent[names[^1]] = JsonNode.Parse(value);
        return profile.ToJsonString();
    }

    private static string ReadShipped()
    {
        using var stream = typeof(ProfileFile).Assembly.GetManifestResourceStream("score-profile-1.json")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
