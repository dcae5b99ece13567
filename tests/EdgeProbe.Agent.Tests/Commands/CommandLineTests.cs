using EdgeProbe.Agent.Commands;
using EdgeProbe.Testing;

namespace EdgeProbe.Agent.Tests.Commands;

public sealed class CommandLineTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("run")]
    [InlineData("status")]
    [InlineData("doctor")]
    public async Task Wrong_settings_end_with_their_code(string command)
    {
        File.WriteAllText(_directory.File("bad.json"), "{ \"broker\": { \"prot\": 1 } }");
        Assert.Equal(ExitCodes.Settings, await CommandLine.InvokeAsync([command, "--config", _directory.File("bad.json")]));
    }

    [Theory]
    [InlineData("fly")]
    [InlineData("run", "--confg", "x")]
    [InlineData("reflect", "--listen", "nowhere")]
    [InlineData("reflect", "--listen", "127.0.0.1")]
    public async Task A_wrong_command_line_ends_with_the_same_code(params string[] arguments) =>
        Assert.Equal(ExitCodes.Settings, await CommandLine.InvokeAsync(arguments));

    [Fact]
    public async Task A_spool_that_cannot_be_written_ends_with_its_code()
    {
        File.WriteAllText(_directory.File("file"), "");
        Assert.Equal(ExitCodes.UnwritableDirectory, await CommandLine.InvokeAsync(["run", "--config", Settings("file/spool")]));
    }

    [Fact]
    public async Task A_spool_that_another_agent_has_ends_with_its_code()
    {
        using var taken = EdgeProbe.Agent.Spool.SpoolLock.Take(_directory.File("spool"));
        Assert.Equal(ExitCodes.CannotRun, await CommandLine.InvokeAsync(["run", "--config", Settings("spool")]));
    }

    [Fact]
    public async Task Without_an_agent_there_is_no_status() =>
        Assert.Equal(ExitCodes.CannotRun, await CommandLine.InvokeAsync(["status", "--config", Settings("spool")]));

    private string Settings(string spool)
    {
        var path = _directory.File("edgeprobe.json");
        File.WriteAllText(
            path,
            $$"""
            { "tenant": "t", "probe": "p", "broker": { "host": "127.0.0.1", "port": 1 }, "gateway": "none", "resolvers": [],
              "spool": { "directory": "{{_directory.File(spool)}}" } }
            """);
        return path;
    }
}
