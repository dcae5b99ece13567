using System.IO.Compression;
using EdgeProbe.Collector.Ingest.Decoding;
using EdgeProbe.Contract;
using EdgeProbe.Testing.Wire;

namespace EdgeProbe.Collector.Tests.Ingest.Decoding;

public sealed class DeflateTests
{
    private static readonly byte[] Whole = Deflate(GoldenFiles.Bytes("v1.0-batch.bin"));

    [Fact]
    public void A_deflated_batch_is_read() => SampleAssert.Same(GoldenBatches.Full, Decoded.Of(Whole, ContentTypes.DeflatedProtobuf));

    [Fact] // W6
    public void A_deflated_batch_cut_at_any_length_is_refused()
    {
        for (var length = 1; length < Whole.Length; length++)
            Assert.Equal(DecodeFailure.DeflateTruncated, Decoded.FailureOf(Whole[..length], ContentTypes.DeflatedProtobuf));
    }

    [Theory] // W6
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5_000)]
    public void Bytes_after_the_end_are_refused(int count) => Assert.Equal(
        DecodeFailure.DeflateTrailingBytes, Decoded.FailureOf([.. Whole, .. new byte[count]], ContentTypes.DeflatedProtobuf));

    [Fact] // W6
    public void A_bomb_stops_at_fifty_times_its_size()
    {
        var bomb = Deflate(new byte[200_000]);
        Assert.InRange(bomb.Length, 1, 200_000 / ContractLimits.MaxInflation);
        Assert.Equal(DecodeFailure.InflatesTooFar, Decoded.FailureOf(bomb, ContentTypes.DeflatedProtobuf));
    }

    [Fact] // W6
    public void A_large_message_stops_at_256_kibibytes()
    {
        var large = new byte[ContractLimits.MaxInflatedBytes + 1];
        new Random(6).NextBytes(large.AsSpan(0, 20_000));
        var deflated = Deflate(large);
        Assert.InRange(deflated.Length, large.Length / ContractLimits.MaxInflation, ContractLimits.MaxPayloadBytes);
        Assert.Equal(DecodeFailure.InflatesTooFar, Decoded.FailureOf(deflated, ContentTypes.DeflatedProtobuf));
        Assert.NotEqual(DecodeFailure.InflatesTooFar, Decoded.FailureOf(Deflate(large[1..]), ContentTypes.DeflatedProtobuf));
    }

    [Fact] // W2
    public void A_deflated_batch_with_any_bit_flipped_is_refused_or_stays_within_the_limits()
    {
        for (var bit = 0; bit < Whole.Length * 8; bit++)
        {
            var flipped = (byte[])Whole.Clone();
            flipped[bit / 8] ^= (byte)(1 << bit % 8);
            Assert.NotEqual(DecodeFailure.Undecodable, Decoded.Judge(flipped, ContentTypes.DeflatedProtobuf));
        }
    }

    [Fact] // W3
    public void Random_bytes_said_to_be_deflated_are_refused_or_stay_within_the_limits()
    {
        var chance = new Random(7);
        var bytes = new byte[400];
        for (var round = 0; round < 10_000; round++)
        {
            var length = chance.Next(1, bytes.Length);
            chance.NextBytes(bytes.AsSpan(0, length));
            Assert.NotEqual(DecodeFailure.Undecodable, Decoded.Judge(bytes.AsMemory(0, length), ContentTypes.DeflatedProtobuf));
        }
    }

    [Fact]
    public void Without_a_content_type_as_in_mqtt_3_1_1_the_first_byte_tells_the_form()
    {
        SampleAssert.Same(GoldenBatches.Full, Decoded.Of(Whole, null));
        SampleAssert.Same(GoldenBatches.Full, Decoded.Of(GoldenFiles.Bytes("v1.0-batch.bin"), null));
    }

    private static byte[] Deflate(byte[] plain)
    {
        using var output = new MemoryStream();
        using (var deflater = new DeflateStream(output, CompressionLevel.SmallestSize, leaveOpen: true)) deflater.Write(plain);
        return output.ToArray();
    }
}
