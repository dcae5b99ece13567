using System.ComponentModel;
using System.Diagnostics;

namespace EdgeProbe.Testing.Namespaces;

/// <summary>One run of a program of the system: its words in, its output back, and a sentence when it fails.</summary>
public static class Command
{
    /// <summary>Runs to the end and gives back standard output.</summary>
    /// <exception cref="NamespaceException">The program is not installed, or ended with another code than 0.</exception>
    public static string Run(params ReadOnlySpan<string> words)
    {
        using var process = Start(words);
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode == 0) return output;
        throw new NamespaceException($"'{string.Join(' ', words)}' ended with {process.ExitCode}: {errors.GetAwaiter().GetResult().Trim()}");
    }

    private static Process Start(params ReadOnlySpan<string> words)
    {
        var start = new ProcessStartInfo(words[0]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var word in words[1..]) start.ArgumentList.Add(word);
        try
        {
            return Process.Start(start) ?? throw new NamespaceException($"'{words[0]}' did not start.");
        }
        catch (Win32Exception absent)
        {
            throw new NamespaceException($"'{words[0]}' cannot be started ({absent.Message}): run deploy/setup.sh.", absent);
        }
    }
}
