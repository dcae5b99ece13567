using EdgeProbe.Probers.Http.Curl;
using EdgeProbe.Probers.Names;
using Microsoft.Extensions.Logging;

namespace EdgeProbe.Probers.Http;

/// <summary>
/// Fetches a resource as one who opens it anew would: names asked for, connection and TLS made, redirects followed, body read. The delay
/// is the sum of it all. All addresses of the name's family are taken in turn, one per attempt.
/// </summary>
public sealed class HttpProber : IProber
{
    private readonly HttpOptions _options;
    private readonly AddressBook _book;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly string _libraryName;
    private readonly CurlLibrary _library;
    private readonly HttpFetcher _fetcher;
    private readonly SemaphoreSlim _places;
    private int _told;

    public HttpProber(HttpOptions options, AddressBook book, TimeProvider clock, ILogger<HttpProber> logger)
        : this(options, book, clock, logger, CurlNative.Library)
    {
    }

    /// <summary>With another name of the library to look for, for the test of its absence.</summary>
    public HttpProber(HttpOptions options, AddressBook book, TimeProvider clock, ILogger<HttpProber> logger, string library)
    {
        (_options, _book, _clock, _logger, _libraryName) = (options, book, clock, logger, library);
        _library = new CurlLibrary(library);
        _fetcher = new HttpFetcher(options, clock);
        _places = new SemaphoreSlim(options.AtOnce);
    }

    public async ValueTask<Measurement> MeasureAsync(Target target, CancellationToken cancellation)
    {
        if (!_library.IsThere) return NoLibrary();
        if (target.Url is not { } url || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps))
            return Measurement.Failed(Reason.NotAttempted);
        await _places.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            var attempt = new HttpAttempt(target, _options, _fetcher, _book, _clock);
            var measurement = await attempt.RunAsync(url, cancellation).ConfigureAwait(false);
            if (measurement.Reason == Reason.NotAttempted) HttpLog.NoAuthorities(_logger, _options.CaFile ?? _options.CaDirectory);
            return measurement;
        }
        finally
        {
            _places.Release();
        }
    }

    public async ValueTask DisposeAsync() => await _fetcher.DisposeAsync().ConfigureAwait(false);

    private Measurement NoLibrary()
    {
        if (Interlocked.Exchange(ref _told, 1) == 0) HttpLog.NoLibrary(_logger, _libraryName);
        return Measurement.Failed(Reason.NoLibrary);
    }
}
