using System.Net;

namespace EdgeProbe.Probers.Names;

/// <summary>The address to try, or why there is none.</summary>
public readonly record struct AddressChoice(Reason Reason, IPAddress? Address)
{
    public static AddressChoice None(Reason reason) => new(reason, null);

    internal static AddressChoice Of(NameAnswer answer) =>
        answer.Reason == Reason.Answered ? new AddressChoice(Reason.Answered, answer.Addresses[0]) : None(answer.Reason);
}

/// <summary>
/// Addresses of a name in one family and how many of them answered when last tried. One that was not tried yet counts as answering: it is
/// not known to be dead.
/// </summary>
public readonly record struct AddressCounts(int Addresses, int Answering);
