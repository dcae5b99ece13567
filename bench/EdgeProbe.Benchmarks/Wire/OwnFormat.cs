using System.Buffers;
using EdgeProbe.Contract;

namespace EdgeProbe.Benchmarks.Wire;

internal static class OwnFormat
{
    public static byte[] Encode(Batch batch)
    {
        var output = new ArrayBufferWriter<byte>();
        SampleCodec.Write(batch, output);
        return output.WrittenSpan.ToArray();
    }
}
