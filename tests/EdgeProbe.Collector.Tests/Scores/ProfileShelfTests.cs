using EdgeProbe.Collector.Scores.Profiles;
using EdgeProbe.Scoring.Apps;
using EdgeProbe.Scoring.Profiles;
using EdgeProbe.Testing;

namespace EdgeProbe.Collector.Tests.Scores;

/// <summary>Profiles are added, never changed; one of them makes scores.</summary>
public sealed class ProfileShelfTests : IDisposable
{
    private static readonly DateTimeOffset At = new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero);
    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public void A_new_shelf_holds_what_ships()
    {
        var shelf = ProfileShelf.Open(_directory.Path);
        Assert.Equal("score-profile/1", shelf.Active.Version);
        Assert.Equal(["score-profile/1"], shelf.All.Select(p => p.Version));
    }

    [Fact]
    public void An_accepted_profile_waits_for_its_activation_and_both_outlive_a_restart()
    {
        var shelf = ProfileShelf.Open(_directory.Path);
        var told = new List<string>();
        shelf.Activated += profile => told.Add(profile.Version);
        var made = shelf.Accept("score-profile/1", "gamer", Weights(gaming: 0.5, web: 0.05), "R. Person", "gamers rate by gaming alone", At);
        Assert.Equal(("score-profile/1.1", 0.5, 0.05), (made.Version, made.Persona("gamer")!.Weight(App.Gaming), made.Persona("gamer")!.Weight(App.Web)));
        Assert.Equal(0.25, made.Persona("default_home")!.Weight(App.Web));
        Assert.Equal("score-profile/1", shelf.Active.Version);

        shelf.Activate("score-profile/1.1", "R. Person", At.AddHours(1));
        Assert.Equal(["score-profile/1.1"], told);
        var again = ProfileShelf.Open(_directory.Path);
        Assert.Equal("score-profile/1.1", again.Active.Version);
        Assert.Equal(new ShelvedProfile("score-profile/1.1", At, "R. Person", "gamers rate by gaming alone"), again.All[1]);
        Assert.Equal([new Activation("score-profile/1.1", At.AddHours(1), "R. Person")], again.Activations);
        Assert.Equal(0.5, again.Find("score-profile/1.1")!.Persona("gamer")!.Weight(App.Gaming));
        Assert.Equal("score-profile/1.2", again.Accept("score-profile/1.1", "gamer", Weights(0.45, 0.1), "R. Person", "back", At).Version);
    }

    [Theory]
    [InlineData("score-profile/9", "gamer", 0.45, "x", "y", "there is no profile score-profile/9; there are score-profile/1")]
    [InlineData("score-profile/1", "nobody", 0.45, "x", "y", "score-profile/1 has no persona nobody: choose one of default_home, gamer")]
    [InlineData("score-profile/1", "gamer", 0.95, "x", "y", "these weights make no profile: ")]
    [InlineData("score-profile/1", "gamer", 0.45, " ", "y", "acceptedBy is empty: name the person who answers for it")]
    [InlineData("score-profile/1", "gamer", 0.45, "x", "", "reason is empty: say in a sentence why the weights change")]
    public void What_is_no_profile_or_has_nobody_behind_it_is_refused_and_leaves_nothing(
        string basis, string persona, double gaming, string by, string reason, string sentence)
    {
        var shelf = ProfileShelf.Open(_directory.Path);
        var refused = Assert.Throws<ProfileRefusedException>(() => shelf.Accept(basis, persona, Weights(gaming, 0.1), by, reason, At));
        Assert.StartsWith(sentence, refused.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_directory.Path));
    }

    [Fact]
    public void What_is_not_on_the_shelf_cannot_be_activated() =>
        Assert.Equal("there is no profile score-profile/2; there are score-profile/1",
            Assert.Throws<ProfileRefusedException>(() => ProfileShelf.Open(_directory.Path).Activate("score-profile/2", "x", At)).Message);

    [Fact]
    public void A_broken_file_on_the_shelf_is_named()
    {
        var shelf = ProfileShelf.Open(_directory.Path);
        shelf.Accept("score-profile/1", "gamer", Weights(0.5, 0.05), "R. Person", "why", At);
        File.WriteAllText(_directory.File("score-profile-1.1.json"), "{");
        Assert.StartsWith($"the profiles in {_directory.Path} cannot be used: ", Assert.Throws<IOException>(() => ProfileShelf.Open(_directory.Path)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _directory.Dispose();

    private static Dictionary<App, double> Weights(double gaming, double web) => new()
    {
        [App.Voice] = 0.05, [App.VideoCall] = 0.10, [App.Gaming] = gaming, [App.Web] = web, [App.Streaming] = 0.15, [App.Availability] = 0.15,
    };
}
