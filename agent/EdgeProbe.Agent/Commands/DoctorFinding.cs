namespace EdgeProbe.Agent.Commands;

/// <summary>One check: PASS, WARN or FAIL, what was found, and what to do about it.</summary>
internal sealed record DoctorFinding(string Check, string Verdict, string Finding, string? Remedy)
{
    public const string Pass = "PASS";
    public const string Warn = "WARN";
    public const string Fail = "FAIL";

    /// <summary>The exit code that this failure stands for.</summary>
    public int Code { get; init; } = ExitCodes.CannotRun;

    public static DoctorFinding Good(string check, string finding) => new(check, Pass, finding, null);

    public static DoctorFinding Worth(string check, string finding, string remedy) => new(check, Warn, finding, remedy);

    public static DoctorFinding Bad(string check, string finding, string remedy, int code) => new(check, Fail, finding, remedy) { Code = code };
}
