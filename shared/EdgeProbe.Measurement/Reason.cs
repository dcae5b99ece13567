namespace EdgeProbe;

/// <summary>What became of an attempt.</summary>
public enum Outcome : byte { Answered, TimedOut, Refused, Unreachable, NameNotFound, Malformed, NotAttempted, Failed }

/// <summary>Whose failure it is, as far as one attempt can tell.</summary>
public enum Fault : byte { None, Probe, Access, Resolver, Target }

/// <summary>
/// Why an attempt ended as it did: one closed list for all probers, so that a dashboard, an alert and a test use the same words.
/// The numbers are part of the wire contract: they are added to, never reused.
/// </summary>
public enum Reason : byte
{
    Answered = 0,

    // No answer before the timeout, by the stage that waited.
    TimedOut = 1,
    ConnectTimedOut = 2,
    TlsTimedOut = 3,
    FirstByteTimedOut = 4,
    BodyTimedOut = 5,
    ResolverTimedOut = 6,

    // The network or the far host said no.
    Refused = 10,
    ConnectionReset = 11,
    NetworkUnreachable = 12,
    HostUnreachable = 13,
    ProtocolUnreachable = 14,
    PortUnreachable = 15,
    AdministrativelyProhibited = 16,
    TtlExceeded = 17,
    PacketTooBig = 18,

    // Names.
    NameNotFound = 20,
    NoAddressOfThisFamily = 21,
    ResolverFailed = 22,
    ResolverRefused = 23,
    ResolverUnreachable = 24,
    DnsMalformed = 25,

    // TLS.
    TlsHandshakeFailed = 30,
    CertificateExpired = 31,
    CertificateNotYetValid = 32,
    CertificateNameMismatch = 33,
    CertificateUntrusted = 34,

    // What came back was not what was asked for.
    HttpClientError = 40,
    HttpServerError = 41,
    BodyMismatch = 42,
    HttpMalformed = 43,
    TooManyRedirects = 44,
    BodyTooLarge = 45,
    ReplyMalformed = 46,

    // The probe itself could not try; never loss.
    NotAttempted = 50,
    NoRoute = 51,
    NoPermission = 52,
    NoSocket = 53,
    NoLibrary = 54,
    LimitReached = 55,
    DestinationNotAllowed = 56,

    /// <summary>A number that this version does not know; shown as it is, never guessed.</summary>
    Other = 255,
}

/// <summary>What each reason means; the one place that says so.</summary>
public static class Reasons
{
    public static Outcome ToOutcome(this Reason reason) => reason switch
    {
        Reason.Answered => Outcome.Answered,
        >= Reason.TimedOut and <= Reason.ResolverTimedOut => Outcome.TimedOut,
        Reason.Refused or Reason.ConnectionReset or Reason.AdministrativelyProhibited or Reason.ResolverRefused => Outcome.Refused,
        Reason.NetworkUnreachable or Reason.HostUnreachable or Reason.ProtocolUnreachable or Reason.PortUnreachable
            or Reason.TtlExceeded or Reason.PacketTooBig or Reason.ResolverUnreachable => Outcome.Unreachable,
        Reason.NameNotFound or Reason.NoAddressOfThisFamily => Outcome.NameNotFound,
        Reason.DnsMalformed or Reason.HttpMalformed or Reason.ReplyMalformed => Outcome.Malformed,
        >= Reason.NotAttempted and <= Reason.DestinationNotAllowed => Outcome.NotAttempted,
        _ => Outcome.Failed,
    };

    public static Fault ToFault(this Reason reason) => reason switch
    {
        Reason.Answered => Fault.None,
        >= Reason.NotAttempted and <= Reason.DestinationNotAllowed => Fault.Probe,
        Reason.ResolverTimedOut or Reason.ResolverFailed or Reason.ResolverRefused or Reason.ResolverUnreachable or Reason.DnsMalformed
            => Fault.Resolver,
        Reason.TimedOut or Reason.ConnectTimedOut or Reason.NetworkUnreachable or Reason.HostUnreachable or Reason.TtlExceeded
            or Reason.PacketTooBig => Fault.Access,
        _ => Fault.Target,
    };

    /// <summary>
    /// Sent and unanswered: loss in the sense of RFC 6673. A refusal is an answer, and what was not attempted cannot be lost.
    /// </summary>
    public static bool CountsAsLost(this Reason reason) => reason.ToOutcome() is Outcome.TimedOut or Outcome.Unreachable;
}
