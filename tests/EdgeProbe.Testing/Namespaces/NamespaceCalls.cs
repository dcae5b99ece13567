using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace EdgeProbe.Testing.Namespaces;

/// <summary>The one system call that moves a thread, setns(2).</summary>
internal static partial class NamespaceCalls
{
    private const int CloneNewNet = 0x40000000;

    /// <summary>Moves the calling thread, and only it, into the named network namespace for the rest of its life.</summary>
    public static void Enter(string name)
    {
        using var handle = File.OpenHandle(NetworkNamespace.PathOf(name));
        if (SetNamespace(handle, CloneNewNet) != 0)
            throw new NamespaceException($"setns to '{name}' failed: {Marshal.GetLastPInvokeErrorMessage()}.");
    }

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static partial int SetNamespace(SafeFileHandle descriptor, int kind);
}
