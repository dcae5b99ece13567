using EdgeProbe.Probers.Http.Curl;

namespace EdgeProbe.Probers.Http;

/// <summary>Curl's ways to fail in the words of our closed list.</summary>
internal static class HttpReasons
{
    public static Reason OfStatus(int status) => status switch
    {
        >= 500 => Reason.HttpServerError,
        >= 400 => Reason.HttpClientError,
        _ => Reason.Answered,
    };

    public static Reason Of(CurlCode code, in HttpHop hop) => code switch
    {
        CurlCode.OperationTimedOut => OfTimeout(hop),
        CurlCode.CouldNotConnect => OfConnect(hop.Errno),
        CurlCode.PeerFailedVerification => OfCertificate(hop.VerifyResult),
        CurlCode.SslConnectError => hop.Errno == Errno.ConnectionReset ? Reason.ConnectionReset : Reason.TlsHandshakeFailed,
        CurlCode.FileSizeExceeded => Reason.BodyTooLarge,
        CurlCode.GotNothing or CurlCode.SendError or CurlCode.ReceiveError or CurlCode.PartialFile => Reason.ConnectionReset,
        CurlCode.UnsupportedProtocol or CurlCode.WeirdServerReply or CurlCode.Http2 or CurlCode.Http2Stream or CurlCode.BadContentEncoding
            => Reason.HttpMalformed,
        CurlCode.CaFileUnusable => Reason.NotAttempted,
        CurlCode.OutOfMemory => Reason.LimitReached,
        _ => Reason.Other,
    };

    private static Reason OfTimeout(in HttpHop hop) => hop switch
    {
        { FirstByte: not null } => Reason.BodyTimedOut,
        { Connect: null } => Reason.ConnectTimedOut,
        { IsTls: true, Tls: null } => Reason.TlsTimedOut,
        _ => Reason.FirstByteTimedOut,
    };

    private static Reason OfConnect(int errno) => errno switch
    {
        Errno.TimedOut => Reason.ConnectTimedOut,
        Errno.ConnectionReset => Reason.ConnectionReset,
        Errno.NetworkUnreachable => Reason.NetworkUnreachable,
        Errno.HostUnreachable => Reason.HostUnreachable,
        Errno.AddressNotAvailable => Reason.NoRoute,
        Errno.NotPermitted or Errno.AccessDenied => Reason.NoPermission,
        Errno.TooManyFiles => Reason.NoSocket,
        _ => Reason.Refused,
    };

    // X509_V_ERR_* of openssl/x509_vfy.h. Curl compares the name itself once OpenSSL was content with the rest, and before it asks OpenSSL
    // for its verdict: then the result is 0, or still the 1 that curl starts with.
    private static Reason OfCertificate(int verifyResult) => verifyResult switch
    {
        10 => Reason.CertificateExpired,
        9 => Reason.CertificateNotYetValid,
        0 or 1 or 62 or 64 => Reason.CertificateNameMismatch,
        _ => Reason.CertificateUntrusted,
    };

    /// <summary>Linux's error numbers, the same on x64 and arm64 (asm-generic/errno.h).</summary>
    private static class Errno
    {
        public const int NotPermitted = 1;
        public const int AccessDenied = 13;
        public const int TooManyFiles = 24;
        public const int AddressNotAvailable = 99;
        public const int NetworkUnreachable = 101;
        public const int ConnectionReset = 104;
        public const int TimedOut = 110;
        public const int HostUnreachable = 113;
    }
}
