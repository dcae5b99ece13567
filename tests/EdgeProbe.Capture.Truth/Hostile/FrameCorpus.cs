using System.Buffers.Binary;
using EdgeProbe.Capture.Truth.Anchors;
using EdgeProbe.Testing;
using EdgeProbe.Testing.Captures;
using EdgeProbe.Testing.Packets;

namespace EdgeProbe.Capture.Truth.Hostile;

/// <summary>A frame and the link type that says how it begins.</summary>
internal readonly record struct WholeFrame(int LinkType, byte[] Bytes);

/// <summary>Frames to be broken: simulated ones in every encapsulation, and those of real captures where there are any.</summary>
internal static class FrameCorpus
{
    // The first frames of a capture show nearly all of what it has to show.
    private const int MostPerCapture = 400;

    public static IReadOnlyList<WholeFrame> Simulated()
    {
        var packets = Transfer.Run(1, new TransferOptions { Segments = 40, Path = new PathOptions { LanLoss = 0.05, WanLoss = 0.05 } }).Recording.Packets
            .Concat(Transfer.Run(2, new TransferOptions { Segments = 20, V6 = true }).Recording.Packets)
            .Concat(Lookups.Run(3, 30).Recording.Packets)
            .Concat(Call.Run(4, new CallOptions { Packets = 30 }).Recording.Packets)
            .Concat(Pings.Run(5, 10).Recording.Packets)
            .Concat(Pings.Run(6, 10, v6: true).Recording.Packets)
            .Select(seen => seen.Packet)
            .Concat(Rarities());
        return [.. packets.SelectMany(packet => Enum.GetValues<Encapsulation>().Select(each => new WholeFrame(Frames.LinkTypeOf(each), Frames.Of(each, packet))))];
    }

    public static async Task<IReadOnlyList<WholeFrame>> OfAsync(IEnumerable<string> captures)
    {
        using var directory = new TemporaryDirectory();
        var copy = directory.File("copy.pcap");
        var frames = new List<WholeFrame>();
        foreach (var capture in captures)
        {
            await Tool.OutputAsync("editcap", ["-F", "pcap", capture, copy]);
            if (File.Exists(copy)) frames.AddRange(Classic(await File.ReadAllBytesAsync(copy)).Take(MostPerCapture));
            File.Delete(copy);
        }

        return frames;
    }

    private static IEnumerable<byte[]> Rarities()
    {
        byte[] id = [1, 2, 3, 4, 5, 6, 7, 8], other = [9, 8, 7, 6, 5, 4, 3, 2];
        foreach (var ends in new[] { Ends.V4(), Ends.V6() })
        {
            var quoted = IpPackets.Tcp(ends, TcpHeader.Opening(7));
            yield return IpPackets.Tcp(ends, new TcpHeader { RawOptions = [8, 0, 5, 1, 3, 0] }, TlsRecords.ClientHello());
            yield return IpPackets.Tcp(ends, new TcpHeader { Sack = [(1, 2), (3, 4), (5, 6)] }, TlsRecords.ServerHello());
            yield return IpPackets.Tcp(ends with { To = new(ends.To.Address, 53) }, new TcpHeader(), DnsMessages.Stream(DnsMessages.Query(1, "a.example"), DnsMessages.Answer(2, "b.example")));
            yield return IpPackets.IcmpError(ends.Reversed, ends == Ends.V4() ? 3 : 1, 3, quoted);
            yield return IpPackets.Udp(ends, QuicPackets.Long(QuicPackets.V1, QuicPackets.Initial, id, other, 1200));
            yield return IpPackets.Udp(ends, QuicPackets.Negotiation(id, other, 1, QuicPackets.V2));
            yield return IpPackets.Udp(ends, QuicPackets.Short(id, spin: true));
            yield return IpPackets.Udp(ends with { To = new(ends.To.Address, 5060) }, SipMessages.Invite(SipMessages.Audio("192.0.2.10", 40_000, "0 8 101", "rtpmap:101 telephone-event/8000")));
            yield return IpPackets.Udp(ends, [1, 2, 3], new IpHeader { MoreFragments = true });
        }
    }

    private static IEnumerable<WholeFrame> Classic(byte[] file)
    {
        if (file.Length < 24) yield break;
        var linkType = (int)BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(20));
        for (var at = 24; at + 16 <= file.Length;)
        {
            var length = (int)BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 8));
            if (length < 0 || length > file.Length - at - 16) yield break;
            yield return new WholeFrame(linkType, file.AsSpan(at + 16, length).ToArray());
            at += 16 + length;
        }
    }
}
