using System.IO.Compression;
using EdgeProbe.Contract;
using EdgeProbe.Testing.Wire;

namespace EdgeProbe.Shared.Tests.Contract;

public sealed class PayloadEncoderTests
{
    [Fact]
    public void A_small_batch_travels_plain()
    {
        var payload = new PayloadEncoder().Encode(BatchMaker.Batch(BatchMaker.Sample(1, BatchMaker.First, 20_000)));
        Assert.Equal(ContentTypes.Protobuf, payload.ContentType);
    }

    [Fact]
    public void A_large_batch_travels_deflated_and_inflates_to_the_plain_one()
    {
        var plain = new byte[ContractLimits.DeflateAboveBytes + 1];
        var payload = PayloadEncoder.Choose(plain);
        Assert.Equal(ContentTypes.DeflatedProtobuf, payload.ContentType);
        using var inflated = new MemoryStream();
        using (var inflater = new DeflateStream(new MemoryStream(payload.Bytes.ToArray()), CompressionMode.Decompress)) inflater.CopyTo(inflated);
        Assert.Equal(plain, inflated.ToArray());
    }

    [Fact]
    public void What_would_grow_by_deflating_travels_plain()
    {
        var noise = new byte[1_000];
        new Random(1).NextBytes(noise);
        Assert.Equal(ContentTypes.Protobuf, PayloadEncoder.Choose(noise).ContentType);
    }
}
