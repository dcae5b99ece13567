using EdgeProbe.Capture.Parsing;
using EdgeProbe.Capture.Pcap;

namespace EdgeProbe.Capture.Observations;

/// <summary>A frame in, its observations into the Pipe: all that happens on the capture thread.</summary>
internal sealed class FrameIntake(FrameParser parser, ObservationPipe pipe) : FrameReceiver
{
    public long Frames { get; private set; }

    public long CapturedBytes { get; private set; }

    public long FirstNs { get; private set; }

    public long LastNs { get; private set; }

    public override void Take(ReadOnlySpan<byte> frame, uint wireLength, long timeNs)
    {
        if (Frames++ == 0) FirstNs = timeNs;
        LastNs = timeNs;
        CapturedBytes += frame.Length;
        pipe.Commit(parser.Parse(frame, wireLength, timeNs, pipe.Reserve()));
    }
}
