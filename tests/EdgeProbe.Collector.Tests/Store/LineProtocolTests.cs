using System.Text;
using EdgeProbe.Collector.Store;
using EdgeProbe.Collector.Store.Influx;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeProbe.Collector.Tests.Store;

public sealed class LineProtocolTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a b,c=d", "a\\ b\\,c\\=d")]
    [InlineData("ends in \\", "ends\\ in\\ \uFF3C")]
    [InlineData("two\nlines\r\0", "two\\ lines\\ \\ ")]
    [InlineData("🛒\"quoted\"", "🛒\"quoted\"")]
    public void A_tag_value_is_escaped(string raw, string escaped) =>
        Assert.Equal($"m,t={escaped} f=1i 5\n", Line(l => l.Tag("t", raw).Field("f", 1L)));

    [Fact]
    public void An_empty_tag_is_left_out() => Assert.Equal("m f=1i 5\n", Line(l => l.Tag("t", "").Field("f", 1L)));

    [Theory]
    [InlineData(1.0, "1.0")]
    [InlineData(0.1, "0.1")]
    [InlineData(-2.5e-9, "-2.5E-09")]
    [InlineData(1e300, "1E+300")]
    [InlineData(123456789012345678.0, "1.2345678901234568E+17")]
    public void A_float_never_looks_like_an_integer(double value, string written) => Assert.Equal($"m f={written} 5\n", Line(l => l.Field("f", value)));

    [Fact]
    public void A_number_that_is_not_finite_is_left_out() =>
        Assert.Equal("m g=1i 5\n", Line(l => l.Field("a", double.NaN).Field("b", double.PositiveInfinity).Field("g", 1L)));

    [Fact]
    public void A_text_field_escapes_quotes_and_backslashes() => Assert.Equal("m f=\"a\\\"b\\\\\" 5\n", Line(l => l.Field("f", "a\"b\\")));

    [Fact]
    public void A_line_without_a_field_is_a_defect() => Assert.Throws<InvalidOperationException>(() => Line(l => l.Tag("t", "v")));

    [Fact]
    public void Any_target_name_makes_exactly_one_line() =>
        Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), name =>
        {
            var row = Rows.Row(test: Rows.Test(target: name.Get), delays: [1000]);
            return InfluxLines.Of(row, numbersOnly: false).Count(c => c == '\n') == 1;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_sink_gets_no_text() => Assert.DoesNotContain('"', InfluxLines.Of(Rows.Row(delays: [1000]), numbersOnly: true));

    [Fact]
    public void A_sink_gets_every_counter_as_a_number_of_its_own_name()
    {
        var row = Rows.Passive(
            Rows.PassiveTest(18, Kind.PassiveRtt, Segment.Wan, "tcp"), Rows.Noon, [], (Counter.LostBytes, 4_380), (Counter.InterarrivalJitterUs, 7));
        var line = InfluxLines.Of(row, numbersOnly: true);
        Assert.StartsWith("window,family=any,kind=passivertt,probe=p1,segment=wan,", line, StringComparison.Ordinal);
        Assert.Contains(",count_lost_bytes=4380i,count_interarrival_jitter_us=7i,", line, StringComparison.Ordinal);
        Assert.DoesNotContain("count_payload_bytes", line, StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_sketch_bytes_are_no_sketch_at_every_length()
    {
        var bytes = SketchBytes.Write(Rows.Full().Sample.Delays);
        Assert.True(SketchBytes.TryRead(bytes, 0, 34_567, 1, out var whole));
        Assert.Equal(4, whole.Count);
        Assert.False(SketchBytes.TryRead([], 0, 0, 0, out _));
        Assert.False(SketchBytes.TryRead([2, 0], 0, 0, 0, out _));
        Assert.False(SketchBytes.TryRead([1, 0, 0x80], 0, 0, 0, out _));
        Assert.False(SketchBytes.TryRead([1, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 1], 0, 0, 0, out _));
        for (var cut = 0; cut < bytes.Length; cut++) _ = SketchBytes.TryRead(bytes.AsSpan(0, cut), 0, 0, 0, out _);
    }

    [Fact]
    public void Any_sketch_comes_back_bucket_for_bucket() =>
        Prop.ForAll(ArbMap.Default.ArbFor<uint[]>(), delays =>
        {
            var sketch = new DelaySketch();
            foreach (var delay in delays) sketch.Add(delay);
            return SketchBytes.TryRead(SketchBytes.Write(sketch), sketch.Min, sketch.Max, sketch.Sum, out var back)
                && back.Count == sketch.Count && back.Zero == sketch.Zero && back.FirstIndex == sketch.FirstIndex && back.Buckets.SequenceEqual(sketch.Buckets);
        }).QuickCheckThrowOnFailure();

    private static string Line(Action<LineProtocol> write)
    {
        var text = new StringBuilder();
        var line = new LineProtocol(text).Begin("m");
        write(line);
        line.End(5);
        return text.ToString();
    }
}
