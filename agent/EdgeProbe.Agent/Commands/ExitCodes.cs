namespace EdgeProbe.Agent.Commands;

/// <summary>What the program's end says to a shell, a service manager and a test.</summary>
internal static class ExitCodes
{
    public const int Ok = 0;

    /// <summary>Cannot run: another agent has the spool, or something unexpected happened.</summary>
    public const int CannotRun = 1;

    /// <summary>The settings or the command line are wrong; every problem was named.</summary>
    public const int Settings = 2;

    /// <summary>A library that nothing works without is missing.</summary>
    public const int MissingLibrary = 3;

    /// <summary>Not one test of the plan may be made by this user.</summary>
    public const int MissingCapability = 4;

    /// <summary>The spool's directory cannot be written.</summary>
    public const int UnwritableDirectory = 5;

    public const string Summary = """
        Exit codes:
          0  all is well
          1  cannot run (another agent has the spool, or something unexpected)
          2  the settings or the command line are wrong
          3  a library is missing (libmosquitto)
          4  a capability is missing, so that nothing at all can be measured
          5  the spool's directory cannot be written
        """;
}
