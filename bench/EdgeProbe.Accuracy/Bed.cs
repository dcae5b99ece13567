using System.Net;
using System.Net.Sockets;
using EdgeProbe.Lab.Isp;
using EdgeProbe.Lab.Links;
using EdgeProbe.Testing.Namespaces;

namespace EdgeProbe.Accuracy;

/// <summary>Two namespaces, one emulated link, and at its far end an echoing kernel, a STAMP reflector and a port to connect to.</summary>
internal sealed class Bed : IDisposable
{
    public const int ReflectorPort = 862;
    public const int TcpPort = 7;

    private readonly OwnReflector _reflector;
    private readonly TcpListener _listener;
    private readonly Task _accepting;

    private Bed(NetworkNamespace near, NetworkNamespace far, LinkEmulator link, OwnReflector reflector, TcpListener listener)
    {
        (Near, Far, Link, _reflector, _listener) = (near, far, link, reflector, listener);
        _accepting = AcceptAsync();
    }

    public NetworkNamespace Near { get; }

    public NetworkNamespace Far { get; }

    public LinkEmulator Link { get; }

    public string Address => $"{Link.FarV4}";

    public static async Task<Bed> MakeAsync(ulong seed)
    {
        var near = NetworkNamespace.Create("near");
        var far = NetworkNamespace.Create("far");
        var link = new LinkEmulator(near, far, "link", 1, seed, TimeProvider.System);
        var reflector = await OwnReflector.OpenAsync(far, [link.FarV4], ReflectorPort);
        return new Bed(near, far, link, reflector, await far.RunAsync(() => Listen(link.FarV4)));
    }

    public void Set(LinkSettings up, LinkSettings down) => (Link.Up.Settings, Link.Down.Settings) = (up, down);

    public void Dispose()
    {
        _listener.Dispose();
        _accepting.Wait();
        _reflector.Dispose();
        Link.Dispose();
        Near.Dispose();
        Far.Dispose();
    }

    private static TcpListener Listen(IPAddress address)
    {
        var listener = new TcpListener(address, TcpPort);
        listener.Start();
        return listener;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) (await _listener.AcceptSocketAsync()).Dispose();
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException or OperationCanceledException)
        {
        }
    }
}
