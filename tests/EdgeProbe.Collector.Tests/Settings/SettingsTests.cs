using EdgeProbe.Collector.Settings;

namespace EdgeProbe.Collector.Tests.Settings;

public sealed class SettingsTests
{
    private static readonly string Bad = Path.Combine(AppContext.BaseDirectory, "Settings", "Bad");

    public static TheoryData<string> BadFiles() => [.. Directory.GetFiles(Bad, "*.json").Select(f => Path.GetFileName(f))];

    [Theory]
    [MemberData(nameof(BadFiles))]
    public void A_bad_file_is_refused_with_the_sentence_on_its_first_line(string file)
    {
        var path = Path.Combine(Bad, file);
        var result = SettingsFile.Load(path);
        Assert.Null(result.Settings);
        Assert.Contains(File.ReadLines(path).First()["// ".Length..], result.Problems);
    }

    [Fact]
    public void All_problems_are_told_at_once()
    {
        var result = SettingsFile.Parse("""{ "broker": { "port": 0 }, "store": { "kind": "x" }, "scorin": {} }""");
        Assert.Equal(["broker.port", "broker.host", "store.kind", "store.path", "scorin"], result.Problems.Select(p => p.Split(' ')[0]).OrderBy(p => Array.IndexOf(["broker.port", "broker.host", "store.kind", "store.path", "scorin"], p)));
    }

    [Fact]
    public void Broken_json_is_refused_with_its_line()
    {
        var problem = Assert.Single(SettingsFile.Parse("{\n \"broker\": }").Problems);
        Assert.StartsWith("the settings are not JSON: line 2", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_is_named() =>
        Assert.Contains("/no/such/file.json", Assert.Single(SettingsFile.Load("/no/such/file.json").Problems), StringComparison.Ordinal);

    [Fact]
    public void The_sample_that_ships_is_accepted()
    {
        var sample = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Settings", "collector.json"));
        // The sample names files of an installation; only their presence cannot be had here.
        var result = SettingsFile.Parse(sample.Replace("/etc/edgeprobe-collector/tls/ca.pem", "/etc/passwd", StringComparison.Ordinal)
            .Replace("/etc/edgeprobe-collector/tls/collector.pem", "/etc/passwd", StringComparison.Ordinal)
            .Replace("/etc/edgeprobe-collector/tls/collector.key", "/etc/passwd", StringComparison.Ordinal));
        Assert.Empty(result.Problems);
        Assert.Equal(8883, result.Settings!.Broker.Port);
    }

    [Fact]
    public void Comments_and_trailing_commas_are_allowed_and_the_rest_has_defaults()
    {
        var settings = SettingsFile.Parse("""{ /* why */ "broker": { "host": "b", }, "store": { "path": "/x" }, "reflector": { "listen": null }, }""").Settings!;
        Assert.Equal((new Uri("http://127.0.0.1:8080"), 1883, 90, "default_home"), (settings.Listen, settings.Broker.Port, settings.Store.RetentionDays, settings.Scoring.Persona));
        Assert.Null(settings.Reflector);
    }

    [Fact]
    public void A_secret_is_never_written_out() =>
        Assert.DoesNotContain("hush", new InfluxAuth(AuthKind.Basic, "me", "hush").ToString(), StringComparison.Ordinal);
}
