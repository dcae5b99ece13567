using EdgeProbe.Lab;
using EdgeProbe.Testing;
using EdgeProbe.Testing.Processes;

namespace EdgeProbe.EndToEnd.Tests.Lab;

/// <summary>The program `edgeprobe-lab` as people and scripts meet it.</summary>
public sealed class LabCommandTests
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "edgeprobe-lab");

    [Fact]
    public async Task Up_runs_until_SIGTERM_and_takes_all_down()
    {
        using var directory = new TemporaryDirectory();
        await using var up = await UpAsync(directory);
        var lab = LabFile.Read(directory.Path)!;
        await up.StopAsync();
        Assert.Equal(0, up.ExitCode);
        AssertGone(lab, directory);
    }

    [Fact]
    public async Task Down_takes_away_what_a_killed_lab_has_left()
    {
        using var directory = new TemporaryDirectory();
        await using var up = await UpAsync(directory);
        var lab = LabFile.Read(directory.Path)!;
        await up.KillAsync();
        Assert.True(File.Exists("/run/netns/" + lab.Namespaces["home"]));
        Assert.Equal(0, (await RunAsync("down", "--state", directory.Path)).ExitCode);
        AssertGone(lab, directory);
    }

    [Fact]
    public async Task Down_ends_a_running_lab_and_is_content_where_there_is_none()
    {
        using var directory = new TemporaryDirectory();
        await using var up = await UpAsync(directory);
        var lab = LabFile.Read(directory.Path)!;
        Assert.Equal(0, (await RunAsync("down", "--state", directory.Path)).ExitCode);
        AssertGone(lab, directory);
        Assert.Equal(0, (await RunAsync("down", "--state", directory.Path)).ExitCode);
    }

    [Fact]
    public async Task A_script_says_what_it_does_and_does_it()
    {
        using var directory = new TemporaryDirectory();
        await using var up = await UpAsync(directory);
        await File.WriteAllTextAsync(directory.File("one.lab"), "# a comment\nsay Half is lost.\nset access.down loss=50%\nwait 1ms\n");
        var script = await RunAsync("script", "--state", directory.Path, directory.File("one.lab"));
        Assert.Equal(0, script.ExitCode);
        Assert.EndsWith(" Half is lost.\n", script.Output, StringComparison.Ordinal);
        var settings = await RunAsync("settings", "--state", directory.Path);
        Assert.Contains("\"loss\": 0.5", settings.Output, StringComparison.Ordinal);
        Assert.Contains("access.down", (await RunAsync("counters", "--state", directory.Path)).Output, StringComparison.Ordinal);
        await up.StopAsync();
    }

    [Theory]
    [InlineData("dance", "'dance' is no step; they are say, set, wait, reset, repeat")]
    [InlineData("wait soon", "'soon' is not a duration such as 20ms")]
    [InlineData("repeat\nsay never reached", "repeat must be the last step")]
    [InlineData("say a\nrepeat", "a script that repeats needs a wait")]
    public async Task A_wrong_script_is_refused_before_its_first_step(string script, string sentence)
    {
        using var directory = new TemporaryDirectory();
        await File.WriteAllTextAsync(directory.File("wrong.lab"), script);
        var refused = await RunAsync("script", "--state", directory.Path, directory.File("wrong.lab"));
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains(sentence, refused.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no lab runs in", "counters")]
    [InlineData("there is no script 'absent'; give a file, or one of demo", "script", "absent")]
    [InlineData("profile is 'perfect'; it must be one of bare, calm, dsl", "up", "--profile", "perfect")]
    [InlineData("port is 0; it must lie between 1 and 65535", "up", "--relay", "0")]
    [InlineData("--certificate, --key and --ca belong together", "up", "--ca", "/dev/null")]
    public async Task A_wrong_command_gets_one_sentence_and_exit_code_2(string sentence, string verb, params string[] words)
    {
        using var directory = new TemporaryDirectory();
        var refused = await RunAsync([verb, "--state", directory.Path, .. words]);
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("edgeprobe-lab: " + sentence, refused.Errors, StringComparison.Ordinal);
        Assert.Single(refused.Errors.TrimEnd().Split('\n'));
    }

    private static async Task<ChildProcess> UpAsync(TemporaryDirectory directory)
    {
        var up = ChildProcess.Start(Program, ["up", "--state", directory.Path, "--profile", "bare"]);
        await up.WaitForTextAsync("The lab is up");
        return up;
    }

    private static Task<ChildProcess> RunAsync(params IEnumerable<string> words) => ChildProcess.RunAsync(Program, words);

    private static void AssertGone(LabFile lab, TemporaryDirectory directory)
    {
        Assert.All(lab.Namespaces.Values, name => Assert.False(File.Exists("/run/netns/" + name) || Directory.Exists("/etc/netns/" + name)));
        Assert.All(lab.Processes.Values, pid => Assert.False(Directory.Exists($"/proc/{pid}") && !File.ReadAllText($"/proc/{pid}/stat").Contains(") Z ", StringComparison.Ordinal)));
        Assert.False(File.Exists(LabFile.In(directory.Path)) || File.Exists(LabFile.SocketIn(directory.Path)));
    }
}
