using System.Net;

namespace EdgeProbe.Testing.Namespaces;

/// <summary>One end of a cable: the device's name in its namespace and the addresses it has.</summary>
public sealed record VethEnd(NetworkNamespace Namespace, string Device, IPAddress V4, IPAddress V6);

/// <summary>
/// A cable between two namespaces: both ends up, addresses 10.99.N.1 and .2 in a /24 and fd99:N::1 and ::2 in a /64, ready for use when
/// the constructor returns. It goes with either namespace, or when disposed.
/// </summary>
public sealed class VethPair : IDisposable
{
    private static int _made;
    private bool _gone;

    /// <param name="left">Gets .1 and ::1.</param>
    /// <param name="right">Gets .2 and ::2.</param>
    /// <param name="network">N of the addresses, 0 to 255; pairs that meet in one namespace need different ones.</param>
    public VethPair(NetworkNamespace left, NetworkNamespace right, byte network = 0)
    {
        var number = Interlocked.Increment(ref _made);
        Left = End(left, $"ve{number}a", network, 1);
        Right = End(right, $"ve{number}b", network, 2);
        Command.Run(
            "ip", "link", "add", "name", Left.Device, "netns", left.Name, "type", "veth",
            "peer", "name", Right.Device, "netns", right.Name);
        BringUp(Left);
        BringUp(Right);
    }

    public VethEnd Left { get; }

    public VethEnd Right { get; }

    /// <summary>Pulls the cable out, or puts it back.</summary>
    public void SetCarrier(bool up) => Left.Namespace.Run("ip", "link", "set", "dev", Left.Device, up ? "up" : "down");

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _gone, true)) return;
        if (File.Exists(Left.Namespace.Path)) Left.Namespace.Run("ip", "link", "delete", "dev", Left.Device);
    }

    private static VethEnd End(NetworkNamespace at, string device, byte network, int host) =>
        new(at, device, IPAddress.Parse($"10.99.{network}.{host}"), IPAddress.Parse($"fd99:{network:x}::{host}"));

    private static void BringUp(VethEnd end)
    {
        end.Namespace.Run("ip", "address", "add", $"{end.V4}/24", "dev", end.Device);
        end.Namespace.Run("ip", "-6", "address", "add", $"{end.V6}/64", "dev", end.Device, "nodad");
        end.Namespace.Run("ip", "link", "set", "dev", end.Device, "up");
    }
}
