using EdgeProbe.Lab.Control;
using EdgeProbe.Lab.Links;

namespace EdgeProbe.Lab.Scripts;

/// <summary>
/// Timed faults, one step a line: "say WORDS", "set TARGET key=value...", "wait DURATION", "reset", "repeat" (from the top, as the last
/// step). Empty lines and those that begin with '#' are passed over.
/// </summary>
internal sealed class LabScript
{
    private readonly IReadOnlyList<string> _steps;

    private LabScript(IReadOnlyList<string> steps) => _steps = steps;

    /// <param name="name">A file, or the name of a script that comes with the lab.</param>
    /// <exception cref="LabException">There is no such script, or a step cannot be read; the message names the line.</exception>
    public static LabScript Open(string name)
    {
        var builtin = Path.Combine(AppContext.BaseDirectory, "scripts", name + ".lab");
        var path = File.Exists(name) ? name : builtin;
        if (!File.Exists(path)) throw new LabException($"there is no script '{name}'; give a file, or one of {string.Join(", ", Builtins())}");
        return new LabScript(Read(File.ReadAllLines(path), path));
    }

    public static IEnumerable<string> Builtins() =>
        Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "scripts"), "*.lab").Select(file => Path.GetFileNameWithoutExtension(file)).Order();

    /// <summary>Runs until the last step, or for ever when that is "repeat". Leaves the lab as the steps left it.</summary>
    public async Task RunAsync(string directory, TextWriter output, TimeProvider clock, CancellationToken cancellation)
    {
        do
        {
            foreach (var step in _steps)
            {
                if (step.StartsWith("say ", StringComparison.Ordinal)) await output.WriteLineAsync(Stamped(clock, step[4..]).AsMemory(), cancellation);
                else if (step.StartsWith("wait ", StringComparison.Ordinal)) await Task.Delay(Words.Duration(step[5..].Trim()), clock, cancellation);
                else if (step != "repeat") await ControlClient.AskAsync(directory, step, cancellation);
            }
        }
        while (_steps is [.., "repeat"]);
    }

    private static string Stamped(TimeProvider clock, string words) => $"{clock.GetLocalNow():HH:mm:ss} {words.Trim()}";

    private static List<string> Read(string[] lines, string path)
    {
        var steps = new List<string>();
        for (var i = 0; i < lines.Length; i++)
        {
            var step = lines[i].Trim();
            if (step.Length == 0 || step[0] == '#') continue;
            if (Problem(step) is { } problem) throw new LabException($"{path}, line {i + 1}: {problem}");
            steps.Add(step);
        }

        if (steps.IndexOf("repeat") is >= 0 and var at && at < steps.Count - 1) throw new LabException($"{path}: repeat must be the last step");
        if (steps is [.., "repeat"] && !steps.Any(step => step.StartsWith("wait ", StringComparison.Ordinal)))
            throw new LabException($"{path}: a script that repeats needs a wait");
        return steps;
    }

    private static string? Problem(string step)
    {
        switch (step.Split(' ', 2, StringSplitOptions.RemoveEmptyEntries))
        {
            case ["say" or "set", _] or ["reset" or "repeat"]:
                return null;
            case ["wait", var time]:
                try
                {
                    return Words.Duration(time.Trim()) > TimeSpan.Zero ? null : "a wait must be longer than nothing";
                }
                catch (LabException unreadable)
                {
                    return unreadable.Message;
                }

            default:
                return $"'{step}' is no step; they are say, set, wait, reset, repeat";
        }
    }
}
