using EdgeProbe.Contract;
using EdgeProbe.Testing.Wire;
using Google.Protobuf;
using Wire = EdgeProbe.Contract.V1;

namespace EdgeProbe.Collector.Tests.Ingest.Decoding;

public sealed class GoldenBatchTests
{
    [Fact]
    public void A_batch_of_version_1_0_is_read_for_ever()
    {
        var read = Decoded.Of(GoldenFiles.Bytes("v1.0-batch.bin"));
        SampleAssert.Same(GoldenBatches.Full, read);
        Assert.Equal((0, 0), (read.UnknownFields, read.UnknownValues));
    }

    [Fact]
    public void A_batch_of_version_1_1_is_read_for_ever()
    {
        var read = Decoded.Of(GoldenFiles.Bytes("v1.1-batch.bin"));
        SampleAssert.Same(GoldenBatches.FullOfPassive, read);
        Assert.Equal((0, 0), (read.UnknownFields, read.UnknownValues));
    }

    [Fact]
    public void Counters_of_a_newer_agent_are_counted_and_kept_out()
    {
        var batch = Wire.Batch.Parser.ParseFrom(BatchMaker.Encode(GoldenBatches.PassiveExample));
        batch.Samples[0].Counts.Add([82, 7, 95, 7, 4_000_000_000_000, ulong.MaxValue]);
        var read = Decoded.Of(batch.ToByteArray());
        SampleAssert.Same(GoldenBatches.PassiveExample, read);
        Assert.Equal(3, read.UnknownValues);
    }

    [Fact]
    public void A_sample_of_nothing_but_counters_that_nobody_knows_has_none()
    {
        var batch = Wire.Batch.Parser.ParseFrom(BatchMaker.Encode(GoldenBatches.PassiveExample));
        batch.Samples[0].Counts.Clear();
        batch.Samples[0].Counts.Add([82, 7]);
        Assert.Null(Decoded.Of(batch.ToByteArray()).Samples[0].Sample.Counts);
    }

    [Fact] // W7
    public void Fields_of_a_newer_agent_are_counted_and_the_rest_is_used()
    {
        var read = Decoded.Of(GoldenFiles.Bytes("newer-agent.bin"));
        Assert.Equal(4 + 3, read.UnknownFields);
        Assert.Equal([90_000UL, 90_001UL], read.Samples.Select(sample => sample.Sequence));
        Assert.Equal([21_400UL, 800UL], read.Samples.Select(sample => sample.Sample.Delays.Min));
    }

    [Fact] // W9
    public void Enum_values_of_a_newer_agent_become_other_and_are_counted()
    {
        var read = Decoded.Of(GoldenFiles.Bytes("newer-agent.bin"));
        Assert.Equal(ClockState.Other, read.Clock.State);
        Assert.Equal(Reason.Other, read.Samples[0].Sample.Reason);
        Assert.Equal([new Slot(SlotState.Unknown, 2), new Slot(SlotState.Unknown, 1)], read.Samples[0].Sample.Slots);
        Assert.Equal(2, read.UnknownValues);
    }

    [Fact] // W8
    public void What_is_absent_stays_absent_and_does_not_become_zero()
    {
        var sample = Decoded.Of(GoldenFiles.Bytes("newer-agent.bin")).Samples[1].Sample;
        Assert.Null(sample.IpdvMicroseconds);
        Assert.Null(sample.Code);
        Assert.Null(sample.Http);
        Assert.Null(sample.OneWay);
        Assert.Null(sample.Path);
        Assert.Empty(sample.Slots);
    }

    [Fact]
    public void A_present_zero_is_not_absent() =>
        Assert.Equal((ushort)0, Decoded.Of(GoldenFiles.Bytes("v1.0-batch.bin")).Samples[1].Sample.Code);
}
