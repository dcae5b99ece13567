using System.Buffers;
using System.IO.Compression;

namespace EdgeProbe.Contract;

/// <summary>
/// Turns batches into what is published: plain protobuf, or raw DEFLATE where a batch of more than
/// <see cref="ContractLimits.DeflateAboveBytes"/> gets smaller by it. Reuses its buffers; not thread-safe.
/// </summary>
public sealed class PayloadEncoder
{
    private readonly ArrayBufferWriter<byte> _plain = new(4096);

    /// <summary>The payload's bytes are borrowed until the next call.</summary>
    /// <exception cref="ArgumentException">See <see cref="SampleCodec.Write(Batch, IBufferWriter{byte})"/>.</exception>
    public Payload Encode(Batch batch)
    {
        _plain.ResetWrittenCount();
        SampleCodec.Write(batch, _plain);
        return Choose(_plain.WrittenMemory);
    }

    /// <summary>Applies the rule to a batch that is already in bytes; plain ones are given back as they are.</summary>
    public static Payload Choose(ReadOnlyMemory<byte> plain)
    {
        if (plain.Length <= ContractLimits.DeflateAboveBytes) return new Payload(plain, ContentTypes.Protobuf);
        var deflated = Deflate(plain.Span);
        return deflated.Length < plain.Length ? new Payload(deflated, ContentTypes.DeflatedProtobuf) : new Payload(plain, ContentTypes.Protobuf);
    }

    // Raw, without zlib's six bytes: TLS protects the way and the spool has a checksum of its own.
    private static byte[] Deflate(ReadOnlySpan<byte> plain)
    {
        using var output = new MemoryStream(plain.Length);
        using (var deflater = new DeflateStream(output, CompressionLevel.SmallestSize, leaveOpen: true)) deflater.Write(plain);
        return output.ToArray();
    }
}
