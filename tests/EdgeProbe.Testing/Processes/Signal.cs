using System.Runtime.InteropServices;

namespace EdgeProbe.Testing.Processes;

/// <summary>Signals of Linux by number (signal(7)), sent to one process by its id.</summary>
public static partial class Signal
{
    public const int Hangup = 1;
    public const int Kill = 9;
    public const int Terminate = 15;
    public const int Continue = 18;
    public const int Stop = 19;

    /// <returns>False when the process is gone already.</returns>
    public static bool Send(int pid, int signal)
    {
        // 0 and negative ids address groups of processes, which are never ours to signal.
        ArgumentOutOfRangeException.ThrowIfLessThan(pid, 2);
        return KillProcess(pid, signal) == 0;
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int KillProcess(int pid, int signal);
}
