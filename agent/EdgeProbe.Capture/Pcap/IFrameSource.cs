using EdgeProbe.Capture.Parsing;

namespace EdgeProbe.Capture.Pcap;

/// <summary>Where frames come from: a device or a file. What is behind it sees no difference.</summary>
internal interface IFrameSource : IDisposable
{
    LinkType Link { get; }

    /// <summary>Hands at most that many frames to the receiver; a device returns with fewer when none are there. Ends at the end.</summary>
    ReadEnd Read(FrameReceiver receiver, int most);
}

/// <summary>Why a read returned.</summary>
internal enum ReadEnd : byte { More, End, Truncated, Failed }

/// <summary>Takes one frame; the bytes are lent for the call.</summary>
internal abstract class FrameReceiver
{
    public abstract void Take(ReadOnlySpan<byte> frame, uint wireLength, long timeNs);
}
