using System.Text.Json;
using EdgeProbe.Capture;
using EdgeProbe.Capture.Flows;
using EdgeProbe.Capture.Observations;
using EdgeProbe.Capture.Parsing;
using EdgeProbe.Capture.Pcap;

namespace EdgeProbe.Benchmarks.Capture;

/// <summary>
/// What the managed heap gives out while a file goes the way of a live capture, parser, Pipe, flow stage and sink: from the 100,000th frame
/// on, when tables and slabs are there, to the last. As in a replay, all of it is on one thread, whose account is read.
/// </summary>
internal static class AllocationReport
{
    private const int FramesAtOnce = 256;
    private const int PipeBytes = 1 << 20;
    private const ulong Secret = 1;

    public static int Run(string path)
    {
        using var source = FileSource.Open(path);
        using var sides = new SideMap([], [], []);
        using var pipe = new ObservationPipe(PipeBytes, new FlowSampling(Secret, isOn: false));
        var sink = new CountingSink();
        using var stage = new FlowStage(new CaptureOptions { Device = path }, sink, sides, book: null, Secret);
        var watch = new HeapWatch(new FrameIntake(new FrameParser(source.Link, Secret), pipe));
        for (var end = ReadEnd.More; end == ReadEnd.More;)
        {
            end = source.Read(watch, FramesAtOnce);
            pipe.Flush();
            pipe.Drain(stage);
        }

        var (frames, bytes) = watch.Result();
        if (frames <= 0 || sink.Attempts == 0)
        {
            Console.Error.WriteLine($"allocations: {path}: {frames} frames beyond the first 100,000, {sink.Attempts} measurements; there must be some of both");
            return 1;
        }

        Console.WriteLine(JsonSerializer.Serialize(new { frames, bytes, measurements = sink.Attempts }));
        return 0;
    }

    /// <summary>Hands frames on, and reads the heap's account at the 100,000th.</summary>
    private sealed class HeapWatch(FrameReceiver next) : FrameReceiver
    {
        private const long Warm = 100_000;
        private long _frames;
        private long _atWarm;

        public override void Take(ReadOnlySpan<byte> frame, uint wireLength, long timeNs)
        {
            if (_frames++ == Warm) _atWarm = GC.GetAllocatedBytesForCurrentThread();
            next.Take(frame, wireLength, timeNs);
        }

        public (long Frames, long Bytes) Result() => (_frames - Warm, GC.GetAllocatedBytesForCurrentThread() - _atWarm);
    }

    private sealed class CountingSink : IPassiveSink
    {
        public long Attempts { get; private set; }

        public void Attempt(PassiveSeries series, Side side, long timeNs, Reason reason, uint microseconds, ushort code) => Attempts++;

        public void Count(PassiveSeries series, Side side, long timeNs, Counter counter, ulong amount)
        {
        }

        public void Advance(long timeNs)
        {
        }
    }
}
