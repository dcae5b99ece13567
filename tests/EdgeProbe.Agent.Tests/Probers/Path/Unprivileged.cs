using System.Runtime.InteropServices;

namespace EdgeProbe.Agent.Tests.Probers.Path;

/// <summary>Runs code on a thread of its own that has given up every capability (capset(2) is per thread); the others keep theirs.</summary>
internal static unsafe partial class Unprivileged
{
    // _LINUX_CAPABILITY_VERSION_3 of linux/capability.h: two sets of 32.
    private const uint Version3 = 0x20080522;

    /// <summary>What runs before the body's first await runs without privileges.</summary>
    public static Task<T> RunAsync<T>(Func<Task<T>> body)
    {
        var started = new TaskCompletionSource<Task<T>>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            try
            {
                GiveUp();
                started.SetResult(body());
            }
            catch (Exception failed)
            {
                started.SetException(failed);
            }
        }).Start();
        return started.Task.Unwrap();
    }

    private static void GiveUp()
    {
        var header = stackalloc uint[] { Version3, 0 };
        var none = stackalloc uint[6];
        new Span<uint>(none, 6).Clear();
        if (SetCapabilities(header, none) != 0) throw new InvalidOperationException($"capset: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    [LibraryImport("libc", EntryPoint = "capset", SetLastError = true)]
    private static partial int SetCapabilities(uint* header, uint* sets);
}
