using System.Globalization;
using Wire = EdgeProbe.Contract.V1;

namespace EdgeProbe.Collector.Ingest.Decoding;

/// <summary>Turns one decoded sample into the product's own, or says what in it cannot be.</summary>
internal sealed class SampleReader(DateTimeOffset latestStart)
{
    private readonly long _latestStartMs = latestStart.ToUnixTimeMilliseconds();

    /// <summary>Values of enums that this version does not know, so far.</summary>
    public int UnknownValues { get; private set; }

    public bool TryRead(Wire.Sample wire, Window window, out Sample sample, out QuarantineReason reason)
    {
        sample = new Sample { Test = wire.Test, Window = window };
        if (!IsPossible(wire, window, out reason) || !SketchReader.TryRead(wire, out var delays, out reason)) return false;
        if (!CountsReader.TryRead(wire.Counts, out var counts, out var unknown, out reason)) return false;
        UnknownValues += unknown;
        sample.Delays = delays;
        sample.Counts = counts;
        ReadCounters(wire, sample);
        sample.Slots = SlotsOf(wire);
        ReadKind(wire, sample);
        return true;
    }

    /// <summary>One sentence with the numbers that do not fit together.</summary>
    public static string Explain(Wire.Sample wire, QuarantineReason reason) => string.Create(
        CultureInfo.InvariantCulture,
        $"Test {wire.Test} set aside ({reason}): sent {wire.Sent}, received {wire.Received}, failed {wire.Failed}, min/mean/max {wire.MinUs}/{wire.MeanUs}/{wire.MaxUs} us, {wire.SkSpan.Count / 2} spans, {wire.Sk.Count} counts, {wire.Counts.Count / 2} counters.");

    private bool IsPossible(Wire.Sample wire, Window window, out QuarantineReason reason)
    {
        reason = QuarantineReason.NoTest;
        if (wire.Test == 0) return false;
        reason = QuarantineReason.FromTheFuture;
        if (window.StartMs > _latestStartMs) return false;
        reason = QuarantineReason.MoreAnsweredThanSent;
        if ((ulong)wire.Received + wire.Failed > wire.Sent) return false;
        reason = QuarantineReason.IpdvWithoutTwoAnswers;
        if (wire.HasJitterUs && wire.Received < 2) return false;
        reason = QuarantineReason.SlotsBeyondWindow;
        if (wire.Slots.Count > window.Slots) return false;
        reason = QuarantineReason.ValueOutOfRange;
        return wire.Code <= ushort.MaxValue && wire.PathHops <= byte.MaxValue && wire.PathAnswering <= wire.PathHops
            && wire.Addresses <= byte.MaxValue && wire.AddressesAnswering <= wire.Addresses;
    }

    private void ReadCounters(Wire.Sample wire, Sample sample)
    {
        sample.Sent = wire.Sent;
        sample.Received = wire.Received;
        sample.Failed = wire.Failed;
        sample.NotAttempted = wire.NotAttempted;
        sample.LossEpisodes = wire.LossEpisodes;
        sample.Duplicate = wire.Duplicate;
        sample.Reordered = wire.Reordered;
        sample.Late = wire.Late;
        sample.Invalid = wire.Invalid;
        sample.LostUp = wire.LostUp;
        sample.LostDown = wire.LostDown;
        sample.IpdvMicroseconds = wire.HasJitterUs ? wire.JitterUs : null;
        sample.Reason = ReasonOf(wire.Outcome);
    }

    private Reason ReasonOf(uint number)
    {
        if (number < byte.MaxValue && Enum.IsDefined((Reason)number)) return (Reason)number;
        UnknownValues++;
        return Reason.Other;
    }

    private static Slot[] SlotsOf(Wire.Sample wire)
    {
        var slots = new Slot[wire.Slots.Count];
        for (var i = 0; i < slots.Length; i++)
        {
            var state = (SlotState)(wire.Slots[i] & 3);
            slots[i] = new Slot(state > SlotState.Bad ? SlotState.Unknown : state, (int)(wire.Slots[i] >> 2));
        }

        return slots;
    }

    private static void ReadKind(Wire.Sample wire, Sample sample)
    {
        sample.Failures = new StageFailures(wire.DnsFailed, wire.TcpFailed, wire.TlsFailed, wire.HttpFailed, wire.ContentFailed);
        sample.Code = wire.HasCode ? (ushort)wire.Code : null;
        sample.Http = HttpOf(wire);
        // A one-way delay without its error bound says nothing.
        if (wire is { HasUpUs: true, HasDownUs: true, HasOneWayErrUs: true })
            sample.OneWay = new OneWayDelays(wire.UpUs, wire.DownUs, wire.OneWayErrUs);
        if (wire.HasPathHash) sample.Path = new PathFacts((byte)wire.PathHops, (byte)wire.PathAnswering, wire.PathHash) { FirstHop = wire.PathFirstHop };
        sample.Flags = (MeasurementFlags)(wire.Flags & (uint)(MeasurementFlags.UserSpaceTime | MeasurementFlags.Reordered | MeasurementFlags.ClockStepped));
        sample.Addresses = (byte)wire.Addresses;
        sample.AddressesAnswering = (byte)wire.AddressesAnswering;
    }

    private static HttpPhases? HttpOf(Wire.Sample wire)
    {
        var phases = new HttpPhases(
            wire.HasResolveUs ? wire.ResolveUs : null,
            wire.HasConnectUs ? wire.ConnectUs : null,
            wire.HasTlsUs ? wire.TlsUs : null,
            wire.HasFirstByteUs ? wire.FirstByteUs : null)
        {
            CertificateDaysLeft = wire.HasCertDays ? wire.CertDays : null,
        };
        return phases == default ? null : phases;
    }
}
