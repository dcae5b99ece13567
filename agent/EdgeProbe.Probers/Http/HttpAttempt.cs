using System.Net;
using System.Net.Sockets;
using EdgeProbe.Probers.Http.Curl;
using EdgeProbe.Probers.Names;

namespace EdgeProbe.Probers.Http;

/// <summary>One check under way: request after request along the redirects, and the sum of what each stage took.</summary>
internal sealed class HttpAttempt(Target target, HttpOptions options, HttpFetcher fetcher, AddressBook book, TimeProvider clock)
{
    private readonly long _started = clock.GetTimestamp();
    private HttpPhases _phases;
    private ulong _total;

    private TimeSpan Left => options.Timeout - clock.GetElapsedTime(_started);

    public async Task<Measurement> RunAsync(Uri url, CancellationToken cancellation)
    {
        for (var redirects = 0; ; redirects++)
        {
            var choice = await ResolveAsync(url, cancellation).ConfigureAwait(false);
            if (choice.Address is not { } address) return Failed(choice.Reason, 0);
            using var sink = new BodySink(target.ExpectedBody, options.MaxBody);
            var (code, hop) = await fetcher.GetAsync(url, address, Left, sink, cancellation).ConfigureAwait(false);
            Add(hop);
            book.Report(url.IdnHost, target.Family, address, code == CurlCode.Ok);
            if (code != CurlCode.Ok) return await BrokenAsync(url, address, code, hop, sink, cancellation).ConfigureAwait(false);
            if (hop.Redirect is not { } next) return Ended(hop, sink);
            if (redirects == options.MaxRedirects) return Failed(Reason.TooManyRedirects, hop.Status);
            if (next.Scheme != Uri.UriSchemeHttp && next.Scheme != Uri.UriSchemeHttps) return Failed(Reason.HttpMalformed, hop.Status);
            url = next;
        }
    }

    // A host given by address has no resolve stage; a name's is timed at every attempt, as a page that is opened anew would wait for it.
    private async ValueTask<AddressChoice> ResolveAsync(Uri url, CancellationToken cancellation)
    {
        var started = clock.GetTimestamp();
        using var enough = new CancellationTokenSource(Left > TimeSpan.Zero ? Left : TimeSpan.Zero, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(enough.Token, cancellation);
        try
        {
            var choice = await book.AskAsync(url.IdnHost, target.Family, either.Token).ConfigureAwait(false);
            if (IPAddress.TryParse(url.IdnHost, out _)) return choice;
            var took = Measurement.InMicroseconds(clock.GetElapsedTime(started));
            _phases = _phases with { Resolve = Sum(_phases.Resolve, took) };
            _total += took;
            return choice;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return AddressChoice.None(Reason.ResolverTimedOut);
        }
    }

    private void Add(in HttpHop hop)
    {
        _phases = _phases with
        {
            Connect = Sum(_phases.Connect, hop.Connect),
            Tls = Sum(_phases.Tls, hop.Tls),
            FirstByte = Sum(_phases.FirstByte, hop.FirstByte),
            CertificateDaysLeft = DaysUntil(hop.CertificateEnds) ?? _phases.CertificateDaysLeft,
        };
        _total += hop.Total;
    }

    // Everything came: the delay is that of the whole, whatever the server said.
    private Measurement Ended(in HttpHop hop, BodySink sink)
    {
        var reason = HttpReasons.OfStatus(hop.Status);
        if (reason == Reason.Answered && !sink.HoldsWhatWasExpected) reason = Reason.BodyMismatch;
        return Failed(reason, hop.Status) with { DelayMicroseconds = (uint)Math.Clamp(_total, 1, uint.MaxValue) };
    }

    private async ValueTask<Measurement> BrokenAsync(
        Uri url, IPAddress address, CurlCode code, HttpHop hop, BodySink sink, CancellationToken cancellation)
    {
        var reason = code == CurlCode.WriteError && sink.IsTooLarge ? Reason.BodyTooLarge : HttpReasons.Of(code, hop);
        if (reason == Reason.NetworkUnreachable && !HasRoute(address)) reason = Reason.NoRoute;
        if (code == CurlCode.PeerFailedVerification && hop.CertificateEnds is null)
        {
            var end = await fetcher.CertificateEndAsync(url, address, Left, cancellation).ConfigureAwait(false);
            _phases = _phases with { CertificateDaysLeft = DaysUntil(end) };
        }

        return Failed(reason, hop.Status);
    }

    private Measurement Failed(Reason reason, int status) => Measurement.Failed(reason, (ushort)status) with { Http = _phases };

    private int? DaysUntil(DateTimeOffset? end) => end is { } time ? (int)Math.Floor((time - clock.GetUtcNow()).TotalDays) : null;

    // The same errno means "I have no route" and "a router has none". Connecting a datagram socket asks the kernel and sends nothing.
    private static bool HasRoute(IPAddress address)
    {
        try
        {
            using var socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            socket.Connect(address, 9);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static uint? Sum(uint? left, uint? right) => left is null ? right : left + (right ?? 0);
}
