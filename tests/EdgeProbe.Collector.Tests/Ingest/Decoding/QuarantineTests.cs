using EdgeProbe.Collector.Ingest.Decoding;
using EdgeProbe.Contract;
using EdgeProbe.Testing.Wire;
using Google.Protobuf;
using Wire = EdgeProbe.Contract.V1;

namespace EdgeProbe.Collector.Tests.Ingest.Decoding;

public sealed class QuarantineTests
{
    [Fact] // W10
    public void More_answers_than_packets() => Expect(QuarantineReason.MoreAnsweredThanSent, sample => sample.Sent = 8);

    [Fact] // W10
    public void Answers_and_failures_together_above_what_was_sent() => Expect(QuarantineReason.MoreAnsweredThanSent, sample => sample.Failed = 2);

    [Fact] // W10
    public void Failures_that_overflow_32_bits() => Expect(QuarantineReason.MoreAnsweredThanSent, sample => sample.Failed = uint.MaxValue);

    [Fact] // W10
    public void Counts_that_do_not_add_up_to_what_was_received() => Expect(QuarantineReason.CountsDoNotAddUp, sample => sample.Sk[1]++);

    [Fact] // W11
    public void Counts_that_add_up_only_in_32_bits() => Expect(QuarantineReason.CountsDoNotAddUp, sample =>
    {
        sample.Sk[0] = uint.MaxValue;
        sample.Sk[1] = 2;
        Assert.Equal(sample.Received, sample.Sk.Aggregate((sum, count) => unchecked(sum + count)));
    });

    [Fact] // W10
    public void A_minimum_above_the_mean() => Expect(QuarantineReason.DelayBoundsOutOfOrder, sample => sample.MinUs = sample.MeanUs + 1);

    [Fact] // W10
    public void A_mean_above_the_maximum() => Expect(QuarantineReason.DelayBoundsOutOfOrder, sample => sample.MeanUs = sample.MaxUs + 1);

    [Fact]
    public void No_minimum_beside_answers() => Expect(QuarantineReason.DelayBoundsOutOfOrder, sample => sample.MinUs = 0);

    [Fact]
    public void A_minimum_that_lies_outside_the_sketch() => Expect(QuarantineReason.DelayBoundsOutsideSketch, sample => sample.MinUs /= 2);

    [Fact]
    public void A_maximum_that_lies_outside_the_sketch() => Expect(QuarantineReason.DelayBoundsOutsideSketch, sample => sample.MaxUs *= 2);

    [Fact] // W10
    public void Delay_differences_without_two_answers() => Expect(QuarantineReason.IpdvWithoutTwoAnswers, sample =>
    {
        (sample.Received, sample.MeanUs, sample.MaxUs) = (1, 0, 0);
        sample.Sk.Clear();
        sample.SkSpan.Clear();
    });

    [Fact]
    public void Delays_without_answers() => Expect(QuarantineReason.CountsDoNotAddUp, sample =>
    {
        sample.Received = 0;
        sample.ClearJitterUs();
    });

    [Fact]
    public void One_answer_without_its_delay() => Expect(QuarantineReason.DelayBoundsOutOfOrder, sample =>
    {
        sample.ClearJitterUs();
        (sample.Received, sample.MinUs, sample.MeanUs, sample.MaxUs) = (1, 0, 0, 0);
        sample.Sk.Clear();
        sample.SkSpan.Clear();
    });

    [Fact] // W11
    public void Spans_that_overlap() => Expect(QuarantineReason.SpansOverlap, sample => sample.SkSpan[2] = -2);

    [Fact] // W11
    public void Spans_out_of_order() => Expect(QuarantineReason.SpansOverlap, sample => sample.SkSpan[2] = -400);

    [Fact] // W11
    public void A_span_of_negative_length() => Expect(QuarantineReason.SpansOverlap, sample => sample.SkSpan[1] = int.MinValue);

    [Fact] // W11
    public void A_gap_of_a_thousand_million_buckets_is_not_walked() => Expect(QuarantineReason.BucketOutOfRange, sample => sample.SkSpan[2] = 1_000_000_000);

    [Fact] // W11
    public void A_span_of_two_thousand_million_buckets_is_not_walked() => Expect(QuarantineReason.BucketOutOfRange, sample => sample.SkSpan[1] = int.MaxValue);

    [Fact]
    public void A_bucket_below_a_microsecond() => Expect(QuarantineReason.BucketOutOfRange, sample => sample.SkSpan[0] = -2);

    [Fact]
    public void A_start_without_a_length() => Expect(QuarantineReason.SpansDoNotMatchCounts, sample => sample.SkSpan.Add(1));

    [Fact]
    public void More_counts_than_the_spans_are_long() => Expect(QuarantineReason.SpansDoNotMatchCounts, sample => sample.Sk.Add(0));

    [Fact]
    public void Fewer_counts_than_the_spans_are_long() => Expect(QuarantineReason.SpansDoNotMatchCounts, sample => sample.Sk.RemoveAt(0));

    [Fact]
    public void A_sketch_of_another_scale() => Expect(QuarantineReason.UnknownSketchScale, sample => sample.SkScale = 4);

    [Fact]
    public void No_test() => Expect(QuarantineReason.NoTest, sample => sample.Test = 0);

    [Fact]
    public void More_slots_than_the_window_has() => Expect(QuarantineReason.SlotsBeyondWindow, sample => sample.Slots.Add(1));

    [Fact]
    public void A_protocol_code_above_16_bits() => Expect(QuarantineReason.ValueOutOfRange, sample => sample.Code = 70_000);

    [Fact]
    public void More_hops_than_a_ttl_can_count() => Expect(QuarantineReason.ValueOutOfRange, sample => sample.PathHops = 256);

    [Fact]
    public void More_addresses_that_answer_than_there_are() => Expect(QuarantineReason.ValueOutOfRange, sample => sample.AddressesAnswering = 1);

    [Fact]
    public void A_counter_without_its_value() => Expect(QuarantineReason.CountersMalformed, sample => sample.Counts.Add(1));

    [Fact]
    public void Counters_out_of_order() => Expect(QuarantineReason.CountersMalformed, sample => sample.Counts.Add([2, 5, 1, 5]));

    [Fact]
    public void A_counter_told_twice() => Expect(QuarantineReason.CountersMalformed, sample => sample.Counts.Add([2, 5, 2, 5]));

    [Fact]
    public void A_counter_of_number_zero() => Expect(QuarantineReason.CountersMalformed, sample => sample.Counts.Add([0, 5]));

    [Fact]
    public void A_count_that_floats_could_not_keep() =>
        Expect(QuarantineReason.ValueOutOfRange, sample => sample.Counts.Add([1, ContractLimits.MaxCounterValue + 1]));

    [Fact] // T8
    public void A_window_more_than_ten_minutes_ahead_is_set_aside_and_one_at_ten_minutes_is_not()
    {
        var limit = Decoded.Now.AddMinutes(10).ToUnixTimeMilliseconds();
        var batch = Golden();
        batch.BaseTimeMs = (ulong)limit;
        Assert.Empty(Decoded.Of(batch.ToByteArray()).Quarantined);
        batch.BaseTimeMs++;
        Assert.All(Decoded.Of(batch.ToByteArray()).Quarantined, sample => Assert.Equal(QuarantineReason.FromTheFuture, sample.Reason));
        batch.BaseTimeMs = ulong.MaxValue;
        Assert.Equal(2, Decoded.Of(batch.ToByteArray()).Quarantined.Count);
    }

    [Fact] // T8
    public void A_window_of_five_years_ago_is_accepted()
    {
        var batch = Golden();
        batch.BaseTimeMs = (ulong)Decoded.Now.AddYears(-5).ToUnixTimeMilliseconds();
        Assert.Empty(Decoded.Of(batch.ToByteArray()).Quarantined);
    }

    [Fact]
    public void A_bucket_beside_its_place_is_forgiven_since_other_makers_use_logarithms()
    {
        var batch = Golden();
        batch.Samples[0].SkSpan[0]++;
        Assert.Empty(Decoded.Of(batch.ToByteArray()).Quarantined);
    }

    [Fact]
    public void One_answer_may_be_told_in_full_as_well()
    {
        var batch = Golden();
        var check = batch.Samples[1];
        (check.MeanUs, check.MaxUs) = (check.MinUs, check.MinUs);
        check.SkSpan.Add([DelaySketch.IndexOf(check.MinUs), 1]);
        check.Sk.Add(1);
        SampleAssert.Same(GoldenBatches.Example, Decoded.Of(batch.ToByteArray()));
    }

    // The first sample is spoilt; the second, and both numbers, must survive it.
    private static void Expect(QuarantineReason reason, Action<Wire.Sample> spoil)
    {
        var batch = Golden();
        spoil(batch.Samples[0]);
        var read = Decoded.Of(batch.ToByteArray());
        var aside = Assert.Single(read.Quarantined);
        Assert.Equal((batch.FirstSeq, batch.Samples[0].Test, reason), (aside.Sequence, aside.Test, aside.Reason));
        Assert.Contains(reason.ToString(), aside.Explanation, StringComparison.Ordinal);
        Assert.Equal([batch.FirstSeq + 1], read.Samples.Select(sample => sample.Sequence));
        Assert.Equal(batch.FirstSeq + 2, read.EndSequence);
    }

    private static Wire.Batch Golden() => Wire.Batch.Parser.ParseFrom(BatchMaker.Encode(GoldenBatches.Example));
}
