using EdgeProbe.Collector.Passive;
using EdgeProbe.Collector.Scores;

namespace EdgeProbe.Collector.Api.Views;

/// <summary>Those views of passive series that are made of counters alone.</summary>
internal static class PassiveCounts
{
    public static ulong Of(TestSpan span, Counter counter) => span.Counts?[counter] ?? 0;

    public static PassiveLossView? Loss(CounterSet? counts, bool trusted)
    {
        if (TcpLoss.Of(counts) is not { } loss) return null;
        return new PassiveLossView
        {
            Trusted = trusted,
            LossPercent = 100 * loss.Share,
            LostBytes = loss.LostBytes,
            PayloadBytes = loss.PayloadBytes,
            LostSegments = loss.LostSegments,
            Segments = loss.Segments,
            SegmentLossLowPercent = 100 * loss.SegmentBounds?.Low,
            SegmentLossHighPercent = 100 * loss.SegmentBounds?.High,
            Reordered = counts![Counter.ReorderedSegments],
            Spurious = counts[Counter.SpuriousSegments],
            DuplicateAcks = counts[Counter.DuplicateAcks],
            ZeroWindows = counts[Counter.ZeroWindows],
        };
    }

    public static PassiveRcodesView Rcodes(TestSpan span) => new(
        Of(span, Counter.NoErrorAnswers),
        Of(span, Counter.NoDataAnswers),
        Of(span, Counter.NameErrorAnswers),
        Of(span, Counter.ServerFailureAnswers),
        Of(span, Counter.RefusedAnswers),
        Of(span, Counter.OtherAnswers));

    public static PassiveIcmpErrorsView Errors(TestSpan span) => new(
        Of(span, Counter.NetworkUnreachable),
        Of(span, Counter.HostUnreachable),
        Of(span, Counter.PortUnreachable),
        Of(span, Counter.AdministrativelyProhibited),
        Of(span, Counter.PacketTooBig),
        Of(span, Counter.TtlExceeded),
        Of(span, Counter.OtherUnreachable));

    public static PassiveTrafficView Traffic(PassiveSpans spans)
    {
        var counts = spans.Capture;
        return new PassiveTrafficView
        {
            Seconds = spans.Seconds,
            BytesUp = counts[Counter.BytesUp],
            BytesDown = counts[Counter.BytesDown],
            PacketsUp = counts[Counter.PacketsUp],
            PacketsDown = counts[Counter.PacketsDown],
            PeakBytesUp = counts[Counter.PeakBytesUp],
            PeakBytesDown = counts[Counter.PeakBytesDown],
            ActiveSeconds = counts[Counter.ActiveSeconds],
            LoadedSeconds = counts[Counter.LoadedSeconds],
            Flows = counts[Counter.Flows],
            OneSidedFlows = counts[Counter.OneSidedFlows],
            LocalPackets = counts[Counter.LocalPackets],
            UnknownSidePackets = counts[Counter.UnknownSidePackets],
            OwnPackets = counts[Counter.OwnPackets],
        };
    }

    public static PassiveCaptureView Capture(PassiveSpans spans)
    {
        var counts = spans.Capture;
        return new PassiveCaptureView
        {
            Doubt = CaptureTrust.Doubt(counts),
            FramesReceived = counts[Counter.FramesReceived],
            FramesDropped = counts[Counter.FramesDropped],
            ObservationsDropped = counts[Counter.ObservationsDropped],
            DroppedPercent = 100 * CaptureTrust.DroppedShare(counts),
            PacketsSampledOut = counts[Counter.PacketsSampledOut],
            FlowsEvicted = counts[Counter.FlowsEvicted],
            FramesNotUnderstood = counts[Counter.FramesNotUnderstood],
            MirrorDuplicates = counts[Counter.MirrorDuplicates],
            UnseenBytes = Unseen(spans, Segment.Lan) + Unseen(spans, Segment.Wan),
            Voided = counts[Counter.Voided],
            ImpossibleDelays = counts[Counter.ImpossibleDelays],
            Misplaced = counts[Counter.Misplaced] > 0,
        };
    }

    private static ulong Unseen(PassiveSpans spans, Segment side) => spans.Of(PassiveSeries.TcpRtt, side)?.Counts?[Counter.UnseenBytes] ?? 0;
}
