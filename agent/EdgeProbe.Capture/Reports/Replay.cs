using System.Net;
using EdgeProbe.Capture.Flows;
using EdgeProbe.Capture.Flows.Records;
using EdgeProbe.Capture.Observations;
using EdgeProbe.Capture.Parsing;
using EdgeProbe.Capture.Pcap;

namespace EdgeProbe.Capture.Reports;

internal sealed record ReplayOptions
{
    /// <summary>A capture file, or "-" for standard input.</summary>
    public required string Path { get; init; }

    /// <summary>The networks of the home; empty for the private ranges.</summary>
    public IReadOnlyList<IPNetwork> Home { get; init; } = [];

    /// <summary>Where measurements go beside the document, as those of a live capture do.</summary>
    public IPassiveSink Sink { get; init; } = new NoSink();

    private sealed class NoSink : IPassiveSink
    {
        public void Attempt(PassiveSeries series, Side side, long timeNs, Reason reason, uint microseconds, ushort code)
        {
        }

        public void Count(PassiveSeries series, Side side, long timeNs, Counter counter, ulong amount)
        {
        }

        public void Advance(long timeNs)
        {
        }
    }
}

/// <summary>
/// A capture file sent the way of a live capture: through the same parser, Pipe and flow stage, on one thread, so that the next frame is
/// read when the last has been understood and nothing is ever dropped. Keeps what it learned until it is disposed.
/// </summary>
internal sealed class Replay : IDisposable
{
    // As many observations as stay in the processor's cache between the two stages.
    private const int FramesAtOnce = 256;
    private const int PipeBytes = 4 * FramesAtOnce * FrameParser.MaxObservations * Observation.SizeInBytes;

    // Fixed, so that a file gives the same document everywhere; nobody aims flows at a file's replay.
    private const ulong Secret = 0x7A3C_91E5_0D46_B82F;

    private readonly string _path;
    private readonly SideMap _sides;
    private readonly ObservationPipe _pipe = new(PipeBytes, new FlowSampling(Secret, isOn: false));
    private readonly FrameParser _parser;

    private Replay(LinkType link, ReplayOptions options)
    {
        (Link, _path) = (link, options.Path);
        _sides = new SideMap(options.Home, [], []);
        _parser = new FrameParser(link, Secret);
        Book = new FlowBook(_sides);
        Stage = new FlowStage(new CaptureOptions { Device = options.Path }, options.Sink, _sides, Book, Secret);
        Intake = new FrameIntake(_parser, _pipe);
    }

    public LinkType Link { get; }

    public FlowBook Book { get; }

    public FlowStage Stage { get; }

    public FrameIntake Intake { get; }

    public ParseCounters Parsed => _parser.Counters;

    /// <summary>Whether the file ended in the middle of a frame, or of what can be read.</summary>
    public bool IsTruncated { get; private set; }

    /// <summary>Why it was not read to its end; null when it was.</summary>
    public string? Problem { get; private set; }

    /// <summary>Reads a whole file, or what there is of it.</summary>
    /// <exception cref="CaptureException">It is not there, is no capture, or of a link type that is not supported.</exception>
    public static Replay Run(ReplayOptions options)
    {
        using var source = FileSource.Open(options.Path);
        var replay = new Replay(source.Link, options);
        try
        {
            replay.ReadAll(source);
            return replay;
        }
        catch
        {
            replay.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _pipe.Dispose();
        Stage.Dispose();
        Book.Dispose();
        _sides.Dispose();
    }

    private void ReadAll(FileSource source)
    {
        var end = ReadEnd.More;
        // Ends: with the file, or where it cannot be read further.
        while (end == ReadEnd.More)
        {
            end = source.Read(Intake, FramesAtOnce);
            _pipe.Flush();
            _pipe.Drain(Stage);
        }

        if (end == ReadEnd.Failed && Intake.Frames == 0)
            throw new CaptureException(CaptureProblem.Unreadable, $"{_path} cannot be read: {source.Problem}");
        Stage.Close();
        IsTruncated = end != ReadEnd.End;
        Problem = source.Problem;
    }
}
