using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using EdgeProbe.Probers.Http.Curl;

namespace EdgeProbe.Probers.Http;

/// <summary>Single requests, each over a connection of its own. Handles are used again, connections and TLS sessions never.</summary>
internal sealed class HttpFetcher(HttpOptions options, TimeProvider clock) : IAsyncDisposable
{
    private const int Http11 = 2;
    private const int Http2OverTls = 4;
    private const int OnlyHttpAndHttps = 1 | 2;

    // The receive buffer is allocated for the time of a transfer; 16 KiB is one TLS record.
    private const int BufferSize = 16 * 1024;

    private readonly CurlWorker _worker = new();
    private readonly ConcurrentBag<CurlEasy> _handles = [];

    /// <summary>GET, without following a redirect.</summary>
    public async Task<(CurlCode Code, HttpHop Hop)> GetAsync(
        Uri url, IPAddress address, TimeSpan patience, BodySink sink, CancellationToken cancellation)
    {
        using var place = new CurlText(PlaceOf(address));
        using var watch = new ConnectWatch(clock);
        var easy = Rent();
        try
        {
            Prepare(easy, url, place, patience);
            CurlNative.Set(easy, CurlOption.SslContextFunction, ConnectWatch.Callback);
            CurlNative.Set(easy, CurlOption.SslContextData, watch.State);
            CurlNative.Set(easy, CurlOption.WriteFunction, BodySink.Callback);
            CurlNative.Set(easy, CurlOption.WriteData, sink.State);
            CurlNative.Set(easy, CurlOption.MaxFileSize, options.MaxBody);
            Trust(easy);
            var code = await _worker.RunAsync(easy, cancellation).ConfigureAwait(false);
            var hop = CurlFacts.Read(easy, url);
            return (code, hop with { Connect = hop.Connect ?? watch.Connect });
        }
        finally
        {
            Return(easy);
        }
    }

    /// <summary>
    /// When the certificate that a server shows ends, whether it is to be trusted or not; null when none could be had. A handshake only:
    /// nothing is asked of a server that we do not trust.
    /// </summary>
    public async Task<DateTimeOffset?> CertificateEndAsync(Uri url, IPAddress address, TimeSpan patience, CancellationToken cancellation)
    {
        using var place = new CurlText(PlaceOf(address));
        var easy = Rent();
        try
        {
            Prepare(easy, url, place, patience);
            CurlNative.Set(easy, CurlOption.ConnectOnly, 1);
            CurlNative.Set(easy, CurlOption.SslVerifyPeer, 0);
            CurlNative.Set(easy, CurlOption.SslVerifyHost, 0);
            await _worker.RunAsync(easy, cancellation).ConfigureAwait(false);
            return CurlFacts.CertificateEnd(easy);
        }
        finally
        {
            Return(easy);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _worker.DisposeAsync().ConfigureAwait(false);
        while (_handles.TryTake(out var easy)) easy.Dispose();
    }

    // "Whatever host and port the URL says, connect to this address": unlike CURLOPT_RESOLVE, which fills a cache that all transfers
    // share, it cannot mix up two checks of one host.
    private static string PlaceOf(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetworkV6 ? $"::[{address}]:" : $"::{address}:";

    private void Prepare(CurlEasy easy, Uri url, CurlText place, TimeSpan patience)
    {
        CurlNative.Set(easy, CurlOption.Url, url.AbsoluteUri);
        CurlNative.Set(easy, CurlOption.ConnectTo, place.Pointer);
        CurlNative.Set(easy, CurlOption.NoSignal, 1);
        CurlNative.Set(easy, CurlOption.NoProgress, 1);
        CurlNative.Set(easy, CurlOption.Protocols, OnlyHttpAndHttps);
        CurlNative.Set(easy, CurlOption.Proxy, "");
        CurlNative.Set(easy, CurlOption.UserAgent, options.UserAgent);
        CurlNative.Set(easy, CurlOption.HttpVersion, options.Http2 ? Http2OverTls : Http11);
        CurlNative.Set(easy, CurlOption.BufferSize, BufferSize);
        CurlNative.Set(easy, CurlOption.FreshConnect, 1);
        CurlNative.Set(easy, CurlOption.ForbidReuse, 1);
        CurlNative.Set(easy, CurlOption.SslSessionIdCache, 0);
        CurlNative.Set(easy, CurlOption.DnsCacheTimeout, 0);
        CurlNative.Set(easy, CurlOption.CertificateInfo, 1);
        var milliseconds = Math.Max(1, (int)patience.TotalMilliseconds);
        CurlNative.Set(easy, CurlOption.TimeoutMilliseconds, milliseconds);
        CurlNative.Set(easy, CurlOption.ConnectTimeoutMilliseconds, milliseconds);
    }

    private void Trust(CurlEasy easy)
    {
        CurlNative.Set(easy, CurlOption.CaFile, options.CaFile);
        CurlNative.Set(easy, CurlOption.CaPath, options.CaFile is null ? options.CaDirectory : null);
    }

    private CurlEasy Rent() => _handles.TryTake(out var easy) ? easy : new CurlEasy();

    // The reset also frees what certificates the last transfer saw.
    private void Return(CurlEasy easy)
    {
        CurlNative.EasyReset(easy);
        _handles.Add(easy);
    }
}
