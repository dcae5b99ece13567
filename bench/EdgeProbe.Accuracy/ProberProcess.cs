using System.Diagnostics;
using System.Text.Json;
using EdgeProbe.Testing.Namespaces;

namespace EdgeProbe.Accuracy;

/// <summary>A <see cref="ProberSide"/> as its parent sees it: starts warm, then goes when told.</summary>
internal sealed class ProberProcess : IDisposable
{
    private readonly Process _process;

    private ProberProcess(Process process) => _process = process;

    public static async Task<ProberProcess> StartAsync(NetworkNamespace at, string kind, string address, int port, int count, int intervalMs)
    {
        var start = new ProcessStartInfo("ip") { RedirectStandardInput = true, RedirectStandardOutput = true };
        string[] words = ["netns", "exec", at.Name, Environment.ProcessPath!, "measure", kind, address, $"{port}", $"{count}", $"{intervalMs}"];
        foreach (var word in words) start.ArgumentList.Add(word);
        var started = new ProberProcess(Process.Start(start)!);
        await started.ExpectAsync("ready");
        return started;
    }

    /// <summary>Lets it measure and waits for the last answer or timeout.</summary>
    public async Task MeasureAsync()
    {
        await _process.StandardInput.WriteLineAsync("go");
        await ExpectAsync("done");
    }

    /// <summary>Lets it close: every impairment should be off by now.</summary>
    public async Task<ProbeResult> CloseAsync()
    {
        await _process.StandardInput.WriteLineAsync("close");
        return JsonSerializer.Deserialize<ProbeResult>(await LineAsync())!;
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }

    private async Task ExpectAsync(string word)
    {
        var line = await LineAsync();
        if (line != word) throw new InvalidOperationException($"The prober's side said '{line}' instead of '{word}'.");
    }

    private async Task<string> LineAsync() =>
        await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The prober's side ended early; its reason stands above.");
}
