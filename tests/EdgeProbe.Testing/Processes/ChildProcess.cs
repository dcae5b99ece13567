using System.Diagnostics;
using System.Text;

namespace EdgeProbe.Testing.Processes;

/// <summary>
/// A program started by a test, with what it wrote. Ended by its process id, at the latest on dispose. Not a shell: arguments are passed as they are.
/// </summary>
public sealed class ChildProcess : IAsyncDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();

    private ChildProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Keep(_output, line.Data);
        process.ErrorDataReceived += (_, line) => Keep(_errors, line.Data);
    }

    public int Pid => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>Only after the end; 128 + signal number when a signal ended it.</summary>
    public int ExitCode => _process.ExitCode;

    public string Output => Read(_output);

    public string Errors => Read(_errors);

    /// <exception cref="System.ComponentModel.Win32Exception">There is no such program.</exception>
    public static ChildProcess Start(
        string program,
        IEnumerable<string> arguments,
        string? directory = null,
        IReadOnlyDictionary<string, string?>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = directory ?? "",
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>()) start.Environment[name] = value;
        var child = new ChildProcess(new Process { StartInfo = start });
        child._process.Start();
        child._process.StandardInput.Close();
        child._process.BeginOutputReadLine();
        child._process.BeginErrorReadLine();
        return child;
    }

    /// <summary>Runs a program to its end.</summary>
    public static async Task<ChildProcess> RunAsync(string program, IEnumerable<string> arguments, string? directory = null, TimeSpan? patience = null)
    {
        var child = Start(program, arguments, directory);
        await child.WaitForExitAsync(patience);
        return child;
    }

    /// <summary>Waits for a text in the output or the errors; fails at once, with what was written, when the program ends without it.</summary>
    public async Task WaitForTextAsync(string text, TimeSpan? patience = null)
    {
        await Eventually.TrueAsync(
            () => Wrote(text) || HasExited,
            () => $"'{text}' from {this}",
            patience);
        if (Wrote(text)) return;
        await WaitForExitAsync();
        if (!Wrote(text)) throw new InvalidOperationException($"Ended without '{text}': {this}");
    }

    /// <summary>Waits for the end and for the last of the output.</summary>
    public async Task WaitForExitAsync(TimeSpan? patience = null)
    {
        using var enough = new CancellationTokenSource(patience ?? Eventually.Patience);
        try { await _process.WaitForExitAsync(enough.Token); }
        catch (OperationCanceledException) { throw new TimeoutException($"Still running: {this}"); }
    }

    public void Send(int signal)
    {
        if (!HasExited) Signal.Send(Pid, signal);
    }

    /// <summary>SIGTERM, then SIGKILL when it has not gone within ten seconds.</summary>
    public async Task StopAsync()
    {
        Send(Signal.Continue);
        Send(Signal.Terminate);
        using var enough = new CancellationTokenSource(Grace);
        try { await _process.WaitForExitAsync(enough.Token); }
        catch (OperationCanceledException) { await KillAsync(); }
    }

    /// <summary>kill -9: the program gets no chance to tidy up.</summary>
    public async Task KillAsync()
    {
        Send(Signal.Kill);
        await WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!HasExited) await KillAsync();
        _process.Dispose();
    }

    public override string ToString()
    {
        var name = $"{_process.StartInfo.FileName} {string.Join(' ', _process.StartInfo.ArgumentList)}";
        return $"{name}\n--- output\n{Output}--- errors\n{Errors}";
    }

    private bool Wrote(string text) =>
        Output.Contains(text, StringComparison.Ordinal) || Errors.Contains(text, StringComparison.Ordinal);

    private static void Keep(StringBuilder into, string? line)
    {
        if (line is null) return;
        lock (into) into.Append(line).Append('\n');
    }

    private static string Read(StringBuilder from)
    {
        lock (from) return from.ToString();
    }
}
