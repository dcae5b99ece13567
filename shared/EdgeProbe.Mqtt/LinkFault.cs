namespace EdgeProbe.Mqtt;

/// <summary>Why a link is not online: what a program may act on. The sentence for people is beside it in <see cref="LinkState.Problem"/>.</summary>
public enum LinkFault : byte
{
    None,

    /// <summary>The broker's name does not resolve.</summary>
    NameNotFound,

    /// <summary>Nobody answers at the broker's address, or it refuses the connection.</summary>
    Unreachable,

    /// <summary>A certificate or key file is missing, unreadable or not what it should be.</summary>
    BadFile,

    /// <summary>We do not trust the broker's certificate, or TLS failed in another way.</summary>
    Tls,

    /// <summary>The broker refuses our certificate or our name.</summary>
    NotAuthorised,

    /// <summary>The broker answers, but not now or not in a way that we can use (busy, quota, wrong protocol).</summary>
    Rejected,

    /// <summary>Another client came with our name (reason 0x8E): a copied certificate, or a second agent. Tried again slowly.</summary>
    TakenOver,

    /// <summary>The connection was up and went.</summary>
    Lost,

    /// <summary>The broker takes our messages and does not acknowledge them.</summary>
    Unanswered,
}
