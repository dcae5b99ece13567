using System.CommandLine;

namespace EdgeProbe.Agent.Commands;

/// <summary>The program's commands, and what its help teaches.</summary>
internal static class CommandLine
{
    // Windows closed, spool written, goodbye said: a second or two; a hanging card may take ten.
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(20);

    public static RootCommand Root() => new($"""
        EdgeProbe's agent: measures what a customer gets and publishes it.

        First time:   edgeprobe doctor --config edgeprobe.json   says what is missing
        Then:         edgeprobe run --config edgeprobe.json      measures until stopped
        Meanwhile:    edgeprobe status --config edgeprobe.json   shows what it finds

        {ExitCodes.Summary}
        """)
    {
        RunCommand.Create(), DoctorCommand.Create(), StatusCommand.Create(), ReflectCommand.Create(), ReplayCommand.Create(),
    };

    public static async Task<int> InvokeAsync(string[] arguments)
    {
        var parsed = Root().Parse(arguments);
        var code = await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = StopPatience }).ConfigureAwait(false);
        return parsed.Errors.Count > 0 ? ExitCodes.Settings : code;
    }
}
