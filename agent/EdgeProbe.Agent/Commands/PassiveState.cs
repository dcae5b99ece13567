namespace EdgeProbe.Agent.Commands;

/// <summary>How the passive capture is. Immutable.</summary>
internal sealed class PassiveState
{
    public static readonly PassiveState Off = new();

    /// <summary>The interface; null while none is captured on.</summary>
    public string? Device { get; private init; }

    /// <summary>Why not, in one sentence with its remedy; null when all is well or nothing is asked for.</summary>
    public string? Problem { get; private init; }

    public bool IsCapturing => Device is not null;

    /// <summary>One word for programs: capturing, off, cannot.</summary>
    public string Word => IsCapturing ? "capturing" : Problem is null ? "off" : "cannot";

    public static PassiveState Capturing(string device) => new() { Device = device };

    public static PassiveState Cannot(string problem) => new() { Problem = problem };
}
