using System.Net;
using EdgeProbe.Testing.Namespaces;

namespace EdgeProbe.Lab.Links;

/// <summary>
/// A link between two namespaces made of two TUN devices and two threads of ours: each direction delays, loses, limits, reorders,
/// duplicates and corrupts as its <see cref="LinkSettings"/> say, changeable while it runs, and counts all it did. The near end has the
/// addresses 10.98.N.2 and fd98:N::2, the far end .1 and ::1. Ends with Dispose, which leaves the namespaces alone.
/// </summary>
public sealed class LinkEmulator : IDisposable
{
    private readonly TunDevice _near;
    private readonly TunDevice _far;
    private bool _gone;

    /// <param name="near">Where <see cref="Up"/> begins: the customer's side.</param>
    /// <param name="far">Where <see cref="Up"/> ends.</param>
    /// <param name="name">Name of both devices, at most 15 characters.</param>
    /// <param name="network">N of the addresses, 0 to 255.</param>
    /// <param name="seed">Decides every random choice of both directions.</param>
    /// <param name="clock">Monotonic time in nanoseconds, which is what the system's is on Linux.</param>
    public LinkEmulator(NetworkNamespace near, NetworkNamespace far, string name, byte network, ulong seed, TimeProvider clock)
    {
        Name = name;
        (NearV4, NearV6) = (IPAddress.Parse($"10.98.{network}.2"), IPAddress.Parse($"fd98:{network:x}::2"));
        (FarV4, FarV6) = (IPAddress.Parse($"10.98.{network}.1"), IPAddress.Parse($"fd98:{network:x}::1"));
        (_near, _far) = (TunDevice.Open(near, name), TunDevice.Open(far, name));
        BringUp(_near, NearV4, NearV6);
        BringUp(_far, FarV4, FarV6);
        Up = new LinkDirection(_near, _far, seed * 2, clock);
        Down = new LinkDirection(_far, _near, seed * 2 + 1, clock);
    }

    public string Name { get; }

    public IPAddress NearV4 { get; }

    public IPAddress NearV6 { get; }

    public IPAddress FarV4 { get; }

    public IPAddress FarV6 { get; }

    /// <summary>From near to far: what the customer sends.</summary>
    public LinkDirection Up { get; }

    /// <summary>From far to near: what the customer receives.</summary>
    public LinkDirection Down { get; }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _gone, true)) return;
        Up.Stop();
        Down.Stop();
        _near.Dispose();
        _far.Dispose();
    }

    private static void BringUp(TunDevice device, IPAddress v4, IPAddress v6)
    {
        var at = device.Namespace;
        at.Run("ip", "link", "set", "dev", device.Name, "mtu", $"{DelayLine.LongestPacket}", "txqueuelen", "10000");
        at.Run("ip", "address", "add", $"{v4}/24", "dev", device.Name);
        at.Run("ip", "-6", "address", "add", $"{v6}/64", "dev", device.Name, "nodad");
        at.Run("ip", "link", "set", "dev", device.Name, "up");
    }
}
