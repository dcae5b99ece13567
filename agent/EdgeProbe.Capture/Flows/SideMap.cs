using System.Net;
using System.Runtime.CompilerServices;
using EdgeProbe.Capture.Memory;
using EdgeProbe.Capture.Observations;

namespace EdgeProbe.Capture.Flows;

/// <summary>Where an address lies as seen from the probe.</summary>
internal enum Place : byte { Unknown, Home, Beyond, Own, Group }

/// <summary>
/// Tells home from internet by networks: the configured ones or, without any, the private ranges (RFC 1918, RFC 4193, RFC 6598, RFC 3927,
/// link-local). With private ranges alone a public address is the internet only as the other end of a private one: two public ends may both
/// be customers, so they stay unknown. Remembers recent answers. Not thread-safe.
/// </summary>
internal sealed class SideMap : IDisposable
{
    private const int CacheBits = 10;
    private static readonly string[] Private = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "100.64.0.0/10", "fc00::/7", "fe80::/10"];
    private static readonly string[] Groups = ["224.0.0.0/4", "255.255.255.255/32", "0.0.0.0/32", "ff00::/8", "::/128"];

    private readonly Prefix[] _home;
    private readonly Prefix[] _groups = Parse(Groups);
    private readonly IpAddress[] _own;
    private readonly NativeTable<CachedPlace> _cache = new(1 << CacheBits);

    /// <param name="home">The configured networks; empty for the private ranges and those that routes show.</param>
    /// <param name="routed">Public networks that lie on the home's own link.</param>
    /// <param name="own">The probe's addresses.</param>
    public SideMap(IReadOnlyList<IPNetwork> home, IReadOnlyList<IPNetwork> routed, IReadOnlyList<IPAddress> own)
    {
        IsConfigured = home.Count > 0;
        _home = IsConfigured ? Read(home) : [.. Parse(Private), .. Read(routed)];
        _own = new IpAddress[own.Count];
        for (var i = 0; i < own.Count; i++) _own[i] = IpAddress.Of(own[i]);
    }

    /// <summary>Whether the home's networks were named, so that every other address is the internet.</summary>
    public bool IsConfigured { get; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Place PlaceOf(in IpAddress address)
    {
        ref var cached = ref _cache[(int)((address.Low ^ address.High * 0x9E3779B97F4A7C15) * 0xD6E8FEB86659FD93 >> (64 - CacheBits))];
        if (cached.Place != Place.Unknown && cached.Address == address) return cached.Place;
        cached = new CachedPlace { Address = address, Place = Look(address) };
        return cached.Place;
    }

    /// <summary>The sides of two ends; unknown unless exactly one of them is at home.</summary>
    public (Side First, Side Second) SidesOf(in IpAddress first, in IpAddress second) => (PlaceOf(first), PlaceOf(second)) switch
    {
        (Place.Home, Place.Beyond) => (Side.Lan, Side.Wan),
        (Place.Beyond, Place.Home) => (Side.Wan, Side.Lan),
        _ => (Side.Unknown, Side.Unknown),
    };

    /// <summary>
    /// Where a server lies that a device of the home asks: a home router that answers for itself is the home. Unknown when no end is the home.
    /// </summary>
    public Side SideOfServer(in IpAddress client, in IpAddress server) => (PlaceOf(client), PlaceOf(server)) switch
    {
        (Place.Home, Place.Home) => Side.Lan,
        (Place.Home, Place.Beyond) => Side.Wan,
        (Place.Beyond, Place.Home) => Side.Lan,
        _ => Side.Unknown,
    };

    public void Dispose() => _cache.Dispose();

    private Place Look(in IpAddress address)
    {
        foreach (var own in _own)
        {
            if (own == address) return Place.Own;
        }

        if (Contains(_groups, address)) return Place.Group;
        return Contains(_home, address) ? Place.Home : Place.Beyond;
    }

    private static bool Contains(Prefix[] prefixes, in IpAddress address)
    {
        foreach (var prefix in prefixes)
        {
            if (prefix.Holds(address)) return true;
        }

        return false;
    }

    private static Prefix[] Parse(string[] networks)
    {
        var prefixes = new Prefix[networks.Length];
        for (var i = 0; i < networks.Length; i++) prefixes[i] = Prefix.Of(IPNetwork.Parse(networks[i]));
        return prefixes;
    }

    private static Prefix[] Read(IReadOnlyList<IPNetwork> networks)
    {
        var prefixes = new Prefix[networks.Count];
        for (var i = 0; i < networks.Count; i++) prefixes[i] = Prefix.Of(networks[i]);
        return prefixes;
    }

    private struct CachedPlace
    {
        public IpAddress Address;
        public Place Place;
    }

    private readonly record struct Prefix(ulong High, ulong Low, ulong HighMask, ulong LowMask)
    {
        public bool Holds(in IpAddress address) => (address.High & HighMask) == High && (address.Low & LowMask) == Low;

        public static Prefix Of(IPNetwork network)
        {
            var address = IpAddress.Of(network.BaseAddress);
            var length = network.PrefixLength + (address.IsV4 ? 96 : 0);
            var high = length >= 64 ? ulong.MaxValue : length == 0 ? 0 : ulong.MaxValue << (64 - length);
            var low = length <= 64 ? 0 : ulong.MaxValue << (128 - length);
            return new Prefix(address.High & high, address.Low & low, high, low);
        }
    }
}
