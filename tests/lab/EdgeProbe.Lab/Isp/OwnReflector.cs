using System.Net;
using EdgeProbe.Sockets;
using EdgeProbe.Stamp;
using EdgeProbe.Testing.Namespaces;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeProbe.Lab.Isp;

/// <summary>The product's STAMP reflector, run in the lab's own process on sockets made inside a namespace.</summary>
public sealed class OwnReflector : IDisposable
{
    private readonly ReceiveLoop _loop = new(TimeProvider.System, NullLogger.Instance);
    private readonly List<StampReflector> _reflectors = [];

    private OwnReflector()
    {
    }

    /// <exception cref="LabException">An address cannot be listened on.</exception>
    public static async Task<OwnReflector> OpenAsync(NetworkNamespace at, IEnumerable<IPAddress> addresses, int port)
    {
        var opened = new OwnReflector();
        try
        {
            foreach (var address in addresses) opened._reflectors.Add(await at.RunAsync(() => opened.Open(new IPEndPoint(address, port))));
            return opened;
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        foreach (var reflector in _reflectors) reflector.Dispose();
        _loop.Dispose();
    }

    private StampReflector Open(IPEndPoint at) =>
        StampReflector.TryOpen(at, _loop, TimeProvider.System, new KernelClock(), new ReflectorOptions(), out var problem) ??
        throw new LabException(problem!);
}
