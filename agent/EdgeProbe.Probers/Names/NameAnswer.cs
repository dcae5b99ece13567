using System.Net;

namespace EdgeProbe.Probers.Names;

/// <summary>
/// What a resolver said of one name and family: at least one address and <see cref="Reason.Answered"/>, or no address and one of
/// NameNotFound, NoAddressOfThisFamily, ResolverFailed, ResolverTimedOut.
/// </summary>
public readonly record struct NameAnswer
{
    private NameAnswer(Reason reason, IReadOnlyList<IPAddress> addresses) => (Reason, Addresses) = (reason, addresses);

    public Reason Reason { get; }

    /// <summary>All addresses of the family in the resolver's order (RFC 6724), without repetition.</summary>
    public IReadOnlyList<IPAddress> Addresses { get; }

    public static NameAnswer Of(IReadOnlyList<IPAddress> addresses) =>
        addresses.Count == 0 ? Failed(Reason.NoAddressOfThisFamily) : new NameAnswer(Reason.Answered, addresses);

    public static NameAnswer Failed(Reason reason) => new(reason, []);
}
