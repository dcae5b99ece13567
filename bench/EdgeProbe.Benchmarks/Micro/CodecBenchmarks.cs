using System.Buffers;
using BenchmarkDotNet.Attributes;
using EdgeProbe.Benchmarks.Wire;
using EdgeProbe.Collector.Ingest.Decoding;
using EdgeProbe.Contract;

namespace EdgeProbe.Benchmarks.Micro;

/// <summary>One batch of the default plan: on the probe into bytes, in the collector back again.</summary>
public class CodecBenchmarks
{
    private readonly ArrayBufferWriter<byte> _output = new(ContractLimits.MaxPayloadBytes);
    private readonly PayloadEncoder _encoder = new();
    private readonly BatchDecoder _decoder = new(TimeProvider.System);
    private Batch _batch = null!;
    private byte[] _payload = [];
    private string _contentType = "";

    [GlobalSetup]
    public void Setup()
    {
        _batch = new SampleMaker(1).Batches(1).Single();
        var payload = _encoder.Encode(_batch);
        (_payload, _contentType) = (payload.Bytes.ToArray(), payload.ContentType);
        if (Encode() < 100) throw new InvalidOperationException("The benchmark's own answer is wrong: encode.");
        if (Decode() != _batch.Samples.Count) throw new InvalidOperationException("The benchmark's own answer is wrong: decode.");
    }

    [Benchmark]
    public int Encode()
    {
        _output.ResetWrittenCount();
        return SampleCodec.Write(_batch, _output);
    }

    [Benchmark]
    public int EncodeAndDeflate() => _encoder.Encode(_batch).Bytes.Length;

    [Benchmark]
    public int Decode() => _decoder.TryDecode(_payload, _contentType, out var batch, out _) ? batch.Samples.Count : 0;
}
