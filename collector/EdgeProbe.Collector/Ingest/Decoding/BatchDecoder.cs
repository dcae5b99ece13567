using System.Diagnostics.CodeAnalysis;
using EdgeProbe.Contract;
using Google.Protobuf;
using Wire = EdgeProbe.Contract.V1;

namespace EdgeProbe.Collector.Ingest.Decoding;

/// <summary>
/// Reads what probes publish on <c>.../s</c>. Never throws for its input and never allocates for a message that breaks a limit. A sample
/// that contradicts itself is set aside alone. Safe for use from several threads.
/// </summary>
internal sealed class BatchDecoder(TimeProvider clock)
{
    private const uint ReplayFlag = 1;
    private static readonly MessageParser<Wire.Batch> Parser = Wire.Batch.Parser.WithDiscardUnknownFields(true);

    /// <param name="payload">The message as it arrived.</param>
    /// <param name="contentType">MQTT v5 content type; null with MQTT 3.1.1, which has none.</param>
    /// <param name="batch">What it says; null on failure.</param>
    /// <param name="failure">Why it was refused as a whole.</param>
    public bool TryDecode(ReadOnlyMemory<byte> payload, string? contentType, [NotNullWhen(true)] out DecodedBatch? batch, out DecodeFailure failure)
    {
        batch = null;
        if (!PayloadReader.TryOpen(payload, contentType, out var opened, out failure)) return false;
        using (opened)
        {
            if (!WireMessage.TryParse(opened.Plain, MessageShape.Batch, Parser, out var wire, out var unknownFields, out failure)) return false;
            failure = Judge(wire);
            if (failure != DecodeFailure.None) return false;
            batch = Read(wire, unknownFields);
            return true;
        }
    }

    private static DecodeFailure Judge(Wire.Batch wire)
    {
        if (wire.StoreEpoch == 0) return DecodeFailure.NoEpoch;
        if (wire.Samples.Count == 0) return DecodeFailure.NoSamples;
        if (wire.SampleCount != 0 && wire.SampleCount != wire.Samples.Count) return DecodeFailure.SampleCount;
        if (wire.WindowMs is not 0 and (< ContractLimits.MinWindowMs or > ContractLimits.MaxWindowMs)) return DecodeFailure.WindowLength;
        return wire.FirstSeq > ulong.MaxValue - (ulong)wire.Samples.Count ? DecodeFailure.SequenceOverflow : DecodeFailure.None;
    }

    private DecodedBatch Read(Wire.Batch wire, int unknownFields)
    {
        var samples = new List<SequencedSample>(wire.Samples.Count);
        var quarantined = new List<QuarantinedSample>();
        var reader = new SampleReader(clock.GetUtcNow() + ContractLimits.MaxFuture);
        var windowMs = wire.WindowMs == 0 ? Window.DefaultLengthMs : (int)wire.WindowMs;
        UInt128 startMs = wire.BaseTimeMs;
        for (var i = 0; i < wire.Samples.Count; i++)
        {
            var sequence = wire.FirstSeq + (ulong)i;
            startMs += (UInt128)wire.Samples[i].Dt * (uint)windowMs;
            // Saturates: what lies beyond is the future in any case.
            var window = new Window((long)UInt128.Min(startMs, long.MaxValue / 2), windowMs);
            if (reader.TryRead(wire.Samples[i], window, out var sample, out var reason)) samples.Add(new SequencedSample(sequence, sample));
            else quarantined.Add(new QuarantinedSample(sequence, wire.Samples[i].Test, reason, SampleReader.Explain(wire.Samples[i], reason)));
        }

        var state = ClockReader.StateOf(wire.Clock, out var unknownClock);
        return new DecodedBatch
        {
            StoreEpoch = wire.StoreEpoch,
            FirstSequence = wire.FirstSeq,
            EndSequence = wire.FirstSeq + (ulong)wire.Samples.Count,
            ConfigRevision = wire.ConfigRev,
            Clock = new ClockStamp(state, wire.ClockErrUs),
            DroppedBefore = wire.DroppedBefore,
            Replay = (wire.Flags & ReplayFlag) != 0,
            WindowMs = windowMs,
            Samples = samples,
            Quarantined = quarantined,
            UnknownFields = unknownFields,
            UnknownValues = reader.UnknownValues + (unknownClock ? 1 : 0),
        };
    }
}
