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

    // Of replay alone; docs/replay.md.

    /// <summary>The capture file cannot be opened or is none.</summary>
    public const int UnreadableCapture = 5;

    /// <summary>The capture file breaks off; what there is of it was told.</summary>
    public const int Truncated = 6;

    /// <summary>The capture file holds no frame.</summary>
    public const int NoFrame = 7;

    /// <summary>The capture file's link type is not supported.</summary>
    public const int UnsupportedLink = 8;

    public const string Summary = """
        Exit codes:
          0  all is well
          1  cannot run (another agent has the spool, or something unexpected)
          2  the settings or the command line are wrong
          3  a library is missing (libmosquitto; libpcap for replay)
          4  a capability is missing, so that nothing at all can be measured
          5  the spool's directory cannot be written; replay: the file cannot be read or is no capture
          6  replay: the file breaks off; it was analysed up to there
          7  replay: the file holds no frame
          8  replay: the file's link type is not supported
        """;
}
