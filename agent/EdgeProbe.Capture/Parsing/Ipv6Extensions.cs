using System.Buffers.Binary;

namespace EdgeProbe.Capture.Parsing;

internal enum ExtensionEnd : byte
{
    /// <summary>At a transport header, or where there is none by design (59, ESP).</summary>
    Reached,

    /// <summary>In a later fragment: what follows is no header.</summary>
    LaterFragment,
    Cut,
    TooMany,
}

/// <summary>The chain of extension headers between an IPv6 header and the transport (RFC 8200 section 4).</summary>
internal readonly ref struct Ipv6Extensions
{
    // Nobody needs more than each kind once, and routers drop what is longer (RFC 9098); it bounds the work of a hostile packet.
    public const int MaxHeaders = 8;

    public const byte NoNextHeader = 59;

    private const byte HopByHop = 0;
    private const byte Routing = 43;
    private const byte Fragment = 44;
    private const byte AuthenticationHeader = 51;
    private const byte DestinationOptions = 60;
    private const byte Mobility = 135;
    private const byte HostIdentity = 139;
    private const byte Shim6 = 140;

    private const int FragmentOffsetBits = 0xfff8;
    private const int MoreFragments = 1;

    private const byte JumboOption = 0xc2;

    private Ipv6Extensions(byte protocol, int length, ExtensionEnd end, bool fragment) =>
        (Protocol, Length, End, IsFragment) = (protocol, length, end, fragment);

    /// <summary>What follows the chain; where it was cut or too long, the number of the header at which that showed.</summary>
    public byte Protocol { get; }

    /// <summary>Bytes of the chain, all of them captured.</summary>
    public int Length { get; }

    public ExtensionEnd End { get; }

    /// <summary>One of several fragments. A fragment header around a whole packet (RFC 6946) makes none.</summary>
    public bool IsFragment { get; }

    /// <summary>Whether there is a chain to walk.</summary>
    public static bool Begins(byte nextHeader) => nextHeader is HopByHop or Routing or Fragment or AuthenticationHeader
        or DestinationOptions or Mobility or HostIdentity or Shim6;

    /// <summary>Walks from behind the IPv6 header; <paramref name="bytes"/> end where the packet or what was captured of it ends.</summary>
    public static Ipv6Extensions Walk(byte nextHeader, ReadOnlySpan<byte> bytes)
    {
        var (at, fragment) = (0, false);
        for (var header = 0; Begins(nextHeader); header++)
        {
            if (header == MaxHeaders) return new(nextHeader, at, ExtensionEnd.TooMany, fragment);
            if (bytes.Length - at < 8) return new(nextHeader, at, ExtensionEnd.Cut, fragment);
            var length = LengthOf(nextHeader, bytes[at + 1]);
            if (length > bytes.Length - at) return new(nextHeader, at, ExtensionEnd.Cut, fragment);
            var field = nextHeader == Fragment ? BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 2)..]) : 0;
            nextHeader = bytes[at];
            at += length;
            if ((field & FragmentOffsetBits) != 0) return new(nextHeader, at, ExtensionEnd.LaterFragment, true);
            fragment |= (field & MoreFragments) != 0;
        }

        return new(nextHeader, at, ExtensionEnd.Reached, fragment);
    }

    /// <summary>
    /// The payload length that a hop-by-hop header directly behind the IPv6 header says of a jumbogram (RFC 2675 section 2), extension
    /// headers included; 0 when there is none.
    /// </summary>
    public static uint JumboLength(byte nextHeader, ReadOnlySpan<byte> bytes)
    {
        if (nextHeader != HopByHop || bytes.Length < 8) return 0;
        var options = bytes[2..Math.Min(LengthOf(HopByHop, bytes[1]), bytes.Length)];
        while (options.Length >= 6)
        {
            if (options[0] == JumboOption && options[1] == 4) return BinaryPrimitives.ReadUInt32BigEndian(options[2..]);

            // Pad1 is a lone zero; every other option says its length (RFC 8200 section 4.2), so each step goes forward.
            options = options[Math.Min(options[0] == 0 ? 1 : 2 + options[1], options.Length)..];
        }

        return 0;
    }

    // AH counts four-byte words and leaves out two (RFC 4302 section 2.2); a fragment header has no length, its byte is reserved.
    private static int LengthOf(byte header, byte field) => header switch
    {
        Fragment => 8,
        AuthenticationHeader => (field + 2) * 4,
        _ => (field + 1) * 8,
    };
}
