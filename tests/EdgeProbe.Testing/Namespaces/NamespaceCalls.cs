using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace EdgeProbe.Testing.Namespaces;

/// <summary>The one system call that moves a thread, setns(2).</summary>
internal static partial class NamespaceCalls
{
    private const int CloneNewNet = 0x40000000;

    /// <summary>Where this process was started: the namespace of its first thread, which nobody moves.</summary>
    public static string Host { get; } = $"/proc/{Environment.ProcessId}/ns/net";

    /// <summary>Moves the calling thread, and only it, into the network namespace that a file stands for.</summary>
    public static void Enter(string path)
    {
        using var handle = File.OpenHandle(path);
        if (SetNamespace(handle, CloneNewNet) != 0)
            throw new NamespaceException($"setns to '{path}' failed: {Marshal.GetLastPInvokeErrorMessage()}.");
    }

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static partial int SetNamespace(SafeFileHandle descriptor, int kind);
}
