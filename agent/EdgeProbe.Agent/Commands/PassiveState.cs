namespace EdgeProbe.Agent.Commands;

/// <summary>How the passive capture is.</summary>
/// <param name="Device">The interface; null while none is captured on.</param>
/// <param name="Problem">Why not, in one sentence with its remedy; null when all is well or nothing is asked for.</param>
internal sealed record PassiveState(string? Device, string? Problem)
{
    public static readonly PassiveState Off = new(null, null);

    public bool IsCapturing => Device is not null;

    public static PassiveState Capturing(string device) => new(device, null);

    public static PassiveState Cannot(string problem) => new(null, problem);

    /// <summary>One word for programs: capturing, off, cannot.</summary>
    public string Word => IsCapturing ? "capturing" : Problem is null ? "off" : "cannot";
}
