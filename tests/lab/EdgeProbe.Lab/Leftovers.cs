using EdgeProbe.Testing;
using EdgeProbe.Testing.Namespaces;
using EdgeProbe.Testing.Processes;

namespace EdgeProbe.Lab;

/// <summary>Ends the lab of a state directory; one that was killed is tidied up after by what its lab.json names.</summary>
internal static class Leftovers
{
    public static async Task RemoveAsync(string directory)
    {
        if (LabFile.Read(directory) is not { } lab) return;
        if (Runs(lab.Pid)) await EndAsync(lab.Pid);
        foreach (var name in lab.Namespaces.Values.Where(name => File.Exists("/run/netns/" + name))) EndProcesses(name);
        foreach (var name in lab.Namespaces.Values) NetworkNamespace.Remove(name);
        File.Delete(LabFile.SocketIn(directory));
        File.Delete(LabFile.In(directory));
    }

    // A process id may have been given to somebody else since.
    private static bool Runs(int pid) =>
        File.Exists($"/proc/{pid}/cmdline") && File.ReadAllText($"/proc/{pid}/cmdline").Contains("edgeprobe-lab", StringComparison.Ordinal);

    private static async Task EndAsync(int pid)
    {
        Signal.Send(pid, Signal.Terminate);
        await Eventually.TrueAsync(() => !Runs(pid), $"the end of process {pid}");
    }

    // Whatever lives in our own namespaces is ours: the servers, and commands run in home.
    private static void EndProcesses(string name)
    {
        foreach (var pid in Command.Run("ip", "netns", "pids", name).Split('\n', StringSplitOptions.RemoveEmptyEntries))
            Signal.Send(int.Parse(pid), Signal.Kill);
    }
}
