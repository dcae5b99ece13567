namespace EdgeProbe.Agent.Spool;

/// <summary>The spool cannot be opened at all. Its message is the sentence for the user, with the remedy.</summary>
public sealed class SpoolException : Exception
{
    public SpoolException()
    {
    }

    public SpoolException(string message) : base(message)
    {
    }

    public SpoolException(string message, Exception inner) : base(message, inner)
    {
    }

    /// <summary>Another agent has it; otherwise the directory cannot be written.</summary>
    public bool IsHeld { get; private init; }

    internal static SpoolException Held(string directory, string pid) =>
        new($"the spool {directory} is in use by process {pid}; stop that agent, or give this one a spool.directory of its own") { IsHeld = true };

    internal static SpoolException Unwritable(string directory, string why) =>
        new($"the spool directory {directory} cannot be written: {why}; create it and give it to the agent's user, or name another as spool.directory");
}
