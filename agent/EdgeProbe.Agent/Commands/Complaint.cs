namespace EdgeProbe.Agent.Commands;

/// <summary>Says on standard error why the program ends, and with which code.</summary>
internal static class Complaint
{
    public static int Of(int code, string sentence)
    {
        Console.Error.WriteLine($"edgeprobe: {sentence}");
        return code;
    }

    /// <summary>Every problem of a settings file, a line each.</summary>
    public static int Settings(string path, IReadOnlyList<string> problems)
    {
        foreach (var problem in problems) Console.Error.WriteLine($"settings: {problem}");
        Console.Error.WriteLine($"edgeprobe: {path} has {problems.Count} problem{(problems.Count == 1 ? "" : "s")}; nothing was started");
        return ExitCodes.Settings;
    }
}
