namespace EdgeProbe.Probers.Http;

/// <summary>What one request of a check brought: stage times in microseconds, null when the stage was not reached.</summary>
internal readonly record struct HttpHop
{
    public required bool IsTls { get; init; }

    public uint? Connect { get; init; }

    public uint? Tls { get; init; }

    public uint? FirstByte { get; init; }

    /// <summary>From the start of the connection to the end of the body.</summary>
    public uint Total { get; init; }

    /// <summary>0 when no response came.</summary>
    public int Status { get; init; }

    public int VerifyResult { get; init; }

    public int Errno { get; init; }

    public Uri? Redirect { get; init; }

    public DateTimeOffset? CertificateEnds { get; init; }
}
