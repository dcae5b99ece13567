using EdgeProbe.Scoring.Apps;
using EdgeProbe.Scoring.Profiles;

namespace EdgeProbe.Scoring.Tests.Profiles;

public sealed class ProfileFileTests
{
    [Fact]
    public void The_profile_that_ships_names_its_version_and_covers_every_application()
    {
        Assert.Equal("score-profile/1", ProfileFile.Default.Version);
        Assert.All([App.VideoCall, App.Gaming, App.Web, App.Streaming], app => Assert.NotEmpty(ProfileFile.Default.Rule(app).Metrics));
    }

    [Theory]
    [InlineData(95, "excellent")]
    [InlineData(75, "good")]
    [InlineData(74.9, "fair")]
    [InlineData(0, "bad")]
    public void Every_score_has_a_band(double score, string band) => Assert.Equal(band, ProfileFile.Default.BandOf(score));

    [Fact]
    public void An_unknown_score_has_no_band() => Assert.Null(ProfileFile.Default.BandOf(null));

    [Fact]
    public void Every_fault_of_a_profile_is_told_at_once_with_its_path()
    {
        const string broken = """
            { "version": "x", "apps": { "gaming": { "metrics": { "q50": { "scale": "linear", "optimal": 150, "unacceptable": 30 }, "ping": { "scale": "linear", "optimal": 1, "unacceptable": 2 } } } },
              "availability": { "optimal": 0.05, "unacceptable": 0.0005 }, "personas": { "odd": { "voice": 0.5, "video_call": 0, "gaming": 0, "web": 0, "streaming": 0, "availability": 0 } }, "bands": { "all": 0 } }
            """;
        var fault = Assert.Throws<ProfileException>(() => ProfileFile.Parse(broken)).Message;
        Assert.Contains("apps.gaming.metrics.q50: smaller is better, so optimal (150) must lie under unacceptable (30)", fault, StringComparison.Ordinal);
        Assert.Contains("apps.gaming: ping is not a metric", fault, StringComparison.Ordinal);
        Assert.Contains("availability: must have 0 < optimal < unacceptable <= 1", fault, StringComparison.Ordinal);
        Assert.Contains("personas.odd: the weights sum to 0.5; they must sum to 1", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_that_is_no_profile_is_refused_in_words() =>
        Assert.StartsWith("the profile is not JSON", Assert.Throws<ProfileException>(() => ProfileFile.Parse("no")).Message, StringComparison.Ordinal);
}
