using System.Runtime.InteropServices;
using System.Text;
using EdgeProbe.Testing.Namespaces;
using Microsoft.Win32.SafeHandles;

namespace EdgeProbe.Lab.Links;

/// <summary>
/// A TUN device inside a namespace: what its host sends is read here, what is written here its host receives, one IP packet a call.
/// It lives as long as this object, in whatever namespace the reader is.
/// </summary>
internal sealed class TunDevice : IDisposable
{
    private const int ReadWriteNonBlockingCloseOnExec = 0x2 | 0x800 | 0x80000;
    private const nuint SetInterface = 0x400454ca; // TUNSETIFF
    private const short TunWithoutHeader = 0x1001; // IFF_TUN | IFF_NO_PI

    private TunDevice(NetworkNamespace at, string name, SafeFileHandle handle) => (Namespace, Name, Handle) = (at, name, handle);

    public NetworkNamespace Namespace { get; }

    public string Name { get; }

    public SafeFileHandle Handle { get; }

    /// <summary>Makes the device; it is down and without address. A name is at most 15 characters.</summary>
    public static TunDevice Open(NetworkNamespace at, string name) =>
        new(at, name, at.RunAsync(() => OpenHere(name)).GetAwaiter().GetResult());

    /// <summary>Packets that the kernel dropped before we could read them, because more than its queue of 10 000 waited.</summary>
    public long Unread() => Namespace.RunAsync(() =>
    {
        // The transmit side of /proc/net/dev: name, 8 columns of receiving, then bytes, packets, errors, dropped.
        var line = File.ReadLines("/proc/thread-self/net/dev").Single(text => text.AsSpan().TrimStart().StartsWith(Name + ":", StringComparison.Ordinal));
        return long.Parse(line.Split(':')[1].Split(' ', StringSplitOptions.RemoveEmptyEntries)[11]);
    }).GetAwaiter().GetResult();

    public void Dispose() => Handle.Dispose();

    private static unsafe SafeFileHandle OpenHere(string name)
    {
        var handle = LinkCalls.Open("/dev/net/tun", ReadWriteNonBlockingCloseOnExec);
        if (handle.IsInvalid) throw Failure("/dev/net/tun cannot be opened");
        var request = new LinkCalls.InterfaceRequest { Flags = TunWithoutHeader };
        Encoding.ASCII.GetBytes(name, new Span<byte>(request.Name, 15));
        if (LinkCalls.Control(handle, SetInterface, ref request) == 0) return handle;
        handle.Dispose();
        throw Failure($"TUN device '{name}' cannot be made");
    }

    private static NamespaceException Failure(string what) =>
        new($"{what}: {Marshal.GetLastPInvokeErrorMessage()}. The lab needs the tun module and CAP_NET_ADMIN.");
}
