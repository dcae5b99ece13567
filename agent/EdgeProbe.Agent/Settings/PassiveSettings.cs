using System.Net;

namespace EdgeProbe.Agent.Settings;

/// <summary>
/// Watching the customer's own traffic. Off until it is switched on and the consent of the customer is written down beside it; nothing but
/// counters and histograms of at least ten packets leaves the box then.
/// </summary>
internal sealed record PassiveSettings
{
    // IFNAMSIZ of the kernel, its terminating zero taken off.
    private const int LongestDevice = 15;

    public bool Enabled { get; init; }

    /// <summary>Who consented and when, in the operator's words. Stays on the box.</summary>
    public string Consent { get; init; } = "";

    /// <summary>The interface to capture on; "auto" is that of the default route.</summary>
    public string Device { get; init; } = Auto;

    /// <summary>The networks of the home; empty for the private ranges.</summary>
    public IReadOnlyList<string> HomeNetworks { get; init; } = [];

    /// <summary>The kernel's ring. 1 MiB to 64 MiB; default 4 MiB, as long as half a second at 20,000 packets a second.</summary>
    public long RingBytes { get; init; } = 4 << 20;

    /// <summary>Flows remembered at once. 256 to 65,536; default 4,608.</summary>
    public int Flows { get; init; } = 4608;

    /// <summary>What the line can carry in Mbit/s; from 60 % of it on a second counts as loaded. 1 to 10,000; null: learned from the largest.</summary>
    public int? LineDownMbps { get; init; }

    public int? LineUpMbps { get; init; }

    public const string Auto = "auto";

    public bool HasConsent => !string.IsNullOrWhiteSpace(Consent);

    /// <summary>Only of settings without problems.</summary>
    public IReadOnlyList<IPNetwork> Home
    {
        get
        {
            // Loops, here and in the passive rooms: LINQ over a struct adds some 20 KB to the program for each use.
            var home = new List<IPNetwork>();
            foreach (var network in HomeNetworks) home.Add(IPNetwork.Parse(network));
            return home;
        }
    }

    public IEnumerable<string> Problems() =>
    [
        .. Enabled && !HasConsent ? [NoConsent] : Array.Empty<string>(),
        .. DeviceProblems(),
        .. Networks.Problems("passive.homeNetworks", HomeNetworks),
        .. Bounds.Problem("passive.ringBytes", RingBytes, 1 << 20, 64 << 20),
        .. Bounds.Problem("passive.flows", Flows, 256, 65_536),
        .. Bounds.Problem("passive.lineDownMbps", LineDownMbps ?? 1, 1, 10_000),
        .. Bounds.Problem("passive.lineUpMbps", LineUpMbps ?? 1, 1, 10_000),
    ];

    private const string NoConsent =
        "passive.consent is missing; the customer's own traffic is watched only with their consent, so write who consented and when, "
        + "for example \"contract 4711, signed 2026-11-02\", or leave passive.enabled false";

    private IEnumerable<string> DeviceProblems()
    {
        if (Device == "any")
            yield return "passive.device is \"any\"; each packet would be seen twice, so name one interface such as eth0, or \"auto\"";
        else if (Device.Length is 0 or > LongestDevice || Device.AsSpan().ContainsAny("/ \t\n"))
            yield return $"passive.device is \"{Device}\"; it must be an interface such as eth0, or \"auto\" for that of the default route";
    }
}
