using EdgeProbe.Benchmarks.Wire;
using EdgeProbe.Contract;

var (plain, samples,batches) = (0, 0,0);
int[] th = [0, 200,300,400,9000]; var sums = new int[5];
foreach (var batch in new SampleMaker(1).Batches(360))
{
    var output = new System.Buffers.ArrayBufferWriter<byte>();
    plain += SampleCodec.Write(batch, output);
    using var o = new MemoryStream();
    using (var deflater = new System.IO.Compression.DeflateStream(o, System.IO.Compression.CompressionLevel.SmallestSize, leaveOpen: true)) deflater.Write(output.WrittenSpan);
    for (var i=0;i<5;i++) sums[i] += output.WrittenCount <= th[i] ? output.WrittenCount : Math.Min((int)o.Length, output.WrittenCount);
    samples += batch.Samples.Count;batches++;
    if (samples < 12) { Console.WriteLine(Convert.ToHexString(output.WrittenSpan)); }
}
Console.WriteLine($"{(double)plain / samples} {samples/batches}");
for (var i=0;i<5;i++) Console.WriteLine($"{th[i]} {(double)sums[i] / samples}");
return 0;
