namespace EdgeProbe.Probers.Http.Curl;

/// <summary>CURLOPT_*, numbers from curl/curl.h; they never change.</summary>
internal enum CurlOption
{
    NoProgress = 43,
    Netrc = 51,
    FollowLocation = 52,
    SslVerifyPeer = 64,
    FreshConnect = 74,
    ForbidReuse = 75,
    SslVerifyHost = 81,
    HttpVersion = 84,
    DnsCacheTimeout = 92,
    BufferSize = 98,
    NoSignal = 99,
    IpResolve = 113,
    ConnectOnly = 141,
    SslSessionIdCache = 150,
    TimeoutMilliseconds = 155,
    CertificateInfo = 172,

    /// <summary>A mask; newer libraries prefer a list of names, and take this as well.</summary>
    Protocols = 181,
    ConnectTimeoutMilliseconds = 156,
    WriteData = 10001,
    Url = 10002,
    Proxy = 10004,
    UserAgent = 10018,
    CaFile = 10065,
    CaPath = 10097,
    SslContextData = 10109,
    ConnectTo = 10243,
    WriteFunction = 20011,
    SslContextFunction = 20108,
    MaxFileSize = 30117,
}

/// <summary>CURLINFO_*, numbers from curl/curl.h.</summary>
internal enum CurlInfo
{
    RedirectUrl = 0x100000 + 31,
    ResponseCode = 0x200000 + 2,
    SslVerifyResult = 0x200000 + 13,
    OsErrno = 0x200000 + 25,
    CertificateInfo = 0x400000 + 34,
    TotalTime = 0x600000 + 50,
    NameLookupTime = 0x600000 + 51,
    ConnectTime = 0x600000 + 52,
    StartTransferTime = 0x600000 + 54,
    AppConnectTime = 0x600000 + 56,
}

/// <summary>CURLE_*, those that we tell apart; any other number may come.</summary>
internal enum CurlCode
{
    Ok = 0,
    UnsupportedProtocol = 1,
    CouldNotConnect = 7,
    WeirdServerReply = 8,
    Http2 = 16,
    PartialFile = 18,
    WriteError = 23,
    OutOfMemory = 27,
    OperationTimedOut = 28,
    SslConnectError = 35,
    GotNothing = 52,
    SendError = 55,
    ReceiveError = 56,
    PeerFailedVerification = 60,
    BadContentEncoding = 61,
    FileSizeExceeded = 63,
    CaFileUnusable = 77,
    Http2Stream = 92,
}
