using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using EdgeProbe.Collector.Commands.Replay;
using EdgeProbe.Collector.Store;
using EdgeProbe.Collector.Store.Embedded;
using EdgeProbe.Collector.Tests.Scores;
using EdgeProbe.Collector.Tests.Store;
using EdgeProbe.Scoring.Profiles;
using EdgeProbe.Testing;
using EdgeProbe.Testing.Collectors;

namespace EdgeProbe.Collector.Tests.Commands;

/// <summary>The replay as a person asks for it.</summary>
public sealed class ReplayCommandTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public async Task InitializeAsync()
    {
        Directory.CreateDirectory(_directory.File("store"));
        await using (var store = EmbeddedStore.Open(Path.Combine(_directory.File("store"), "samples.db")))
            Assert.Equal(WriteStatus.Stored, (await store.WriteAsync(ScoreRig.Minutes(new LineRecording(), Rows.Noon - 20 * 60_000L, 20), default)).Status);
        await File.WriteAllTextAsync(
            Config, $$"""{ "listen": "http://127.0.0.1:0", "broker": { "host": "127.0.0.1", "port": 1 }, "store": { "kind": "embedded", "path": "{{_directory.File("store")}}" } }""");
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task The_same_profile_changes_nothing()
    {
        var (code, output, _) = await RunAsync("score-profile/1");
        Assert.Equal(
            (0, "score-profile/1 against score-profile/1: state or band would change in 0 of 20 minutes, of 0 of 1 probes; the largest difference is 0.0 points\n"), (code, output));
    }

    [Fact]
    public async Task Another_profile_in_a_file_lists_whose_band_would_change_as_JSON_too()
    {
        var (code, output, errors) = await RunAsync(Strict(), "--json", "--probe", "acme/p1");
        Assert.True(code == 0, errors);
        var document = JsonNode.Parse(output)!;
        Assert.Equal(("score-profile/1", "score-profile/strict", 20), (document["profile"]!.GetValue<string>(), document["against"]!.GetValue<string>(), document["minutes"]!.GetValue<int>()));
        var change = document["changes"]!.AsArray()[^1]!;
        Assert.Equal(("acme", "p1"), (change["tenant"]!.GetValue<string>(), change["probe"]!.GetValue<string>()));
        Assert.NotEqual(change["before"]!["band"]!.GetValue<string>(), change["after"]!["band"]!.GetValue<string>());

        var (_, table, _) = await RunAsync(Strict());
        Assert.StartsWith("acme/p1  ", table, StringComparison.Ordinal);
        Assert.Contains(" of 1 of 1 probes", table, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("score-profile/9", "", "--against is 'score-profile/9', which is neither on the shelf (score-profile/1) nor a file")]
    [InlineData("score-profile/1", "--probe acme/nobody", "--probe is 'acme/nobody', of which the store has no window: write it as tenant/probe")]
    [InlineData("score-profile/1", "--from yesterday", "--from is 'yesterday', which is no time: write 2026-11-24 or 2026-11-24T18:00Z")]
    [InlineData("score-profile/1", "--from 2026-11-24", "--from 2026-11-24 must lie before --to ")]
    public async Task What_makes_no_sense_is_refused_in_one_sentence(string against, string more, string sentence)
    {
        var (code, output, errors) = await RunAsync(against, more.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal((2, ""), (code, output));
        Assert.StartsWith(sentence, errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_profile_is_named_with_its_faults()
    {
        var file = _directory.File("bad.json");
        await File.WriteAllTextAsync(file, "{ \"version\": \"x\" }");
        var (code, _, errors) = await RunAsync(file);
        Assert.Equal(2, code);
        Assert.StartsWith($"--against {file} is no profile: ", errors, StringComparison.Ordinal);
    }

    private string Config => _directory.File("collector.json");

    private async Task<(int Code, string Output, string Errors)> RunAsync(string against, params string[] more)
    {
        var noon = DateTimeOffset.FromUnixTimeMilliseconds(Rows.Noon);
        string Text(DateTimeOffset at) => at.ToString("yyyy-MM-ddTHH:mm'Z'", CultureInfo.InvariantCulture);
        string[] from = more.Contains("--from") ? [] : ["--from", Text(noon.AddHours(-1))];
        var (output, errors) = (new StringWriter(), new StringWriter());
        var parsed = new RootCommand { ReplayCommand.Create() }.Parse(["replay", "--config", Config, .. from, "--to", Text(noon), "--profile", "score-profile/1", "--against", against, .. more]);
        Assert.Empty(parsed.Errors);
        var code = await parsed.InvokeAsync(new InvocationConfiguration { Output = output, Error = errors });
        return (code, output.ToString().ReplaceLineEndings("\n"), errors.ToString());
    }

    private string Strict()
    {
        using var stream = typeof(ProfileFile).Assembly.GetManifestResourceStream("score-profile-1.json")!;
        using var reader = new StreamReader(stream);
        var file = _directory.File("strict.json");
        File.WriteAllText(file, reader.ReadToEnd()
            .Replace("\"optimal\": 0.5, \"unacceptable\": 10", "\"optimal\": 0.05, \"unacceptable\": 0.6", StringComparison.Ordinal)
            .Replace("score-profile/1", "score-profile/strict", StringComparison.Ordinal));
        return file;
    }
}
