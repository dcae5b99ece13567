using System.IO.Compression;

namespace EdgeProbe.Collector.Ingest.Decoding;

/// <summary>Inflates raw DEFLATE (RFC 1951) into memory of a fixed size; stops there, whatever the message would become.</summary>
internal static class BoundedInflater
{
    /// <summary>
    /// False with the failure when the bytes are damaged, end too early, go on after their end, or do not fit into
    /// <paramref name="into"/>.
    /// </summary>
    public static bool TryInflate(ReadOnlyMemory<byte> deflated, Span<byte> into, out int length, out DecodeFailure failure)
    {
        length = 0;
        using var source = new Source(deflated);
        using var inflater = new DeflateStream(source, CompressionMode.Decompress);
        try
        {
            failure = Fill(inflater, into, out length);
        }
        catch (InvalidDataException)
        {
            failure = source.WasAskedTooMuch ? DecodeFailure.DeflateTruncated : DecodeFailure.DeflateDamaged;
        }

        if (failure == DecodeFailure.None && source.WasAskedTooMuch) failure = DecodeFailure.DeflateTruncated;
        if (failure == DecodeFailure.None && !source.IsUsedUp) failure = DecodeFailure.DeflateTrailingBytes;
        return failure == DecodeFailure.None;
    }

    // Ends: the inflater has no more, or the memory is full.
    private static DecodeFailure Fill(DeflateStream inflater, Span<byte> into, out int length)
    {
        length = 0;
        while (length < into.Length)
        {
            var read = inflater.Read(into[length..]);
            if (read == 0) return DecodeFailure.None;
            length += read;
        }

        return inflater.ReadByte() < 0 ? DecodeFailure.None : DecodeFailure.InflatesTooFar;
    }

    /// <summary>
    /// Gives the last byte by itself. An inflater that has reached its end asks for nothing more, so one that never asks for that byte
    /// has ended before it, and one that asks for more after it has not ended at all.
    /// </summary>
    private sealed class Source(ReadOnlyMemory<byte> bytes) : Stream
    {
        private int _position;

        public bool WasAskedTooMuch { get; private set; }

        public bool IsUsedUp => _position == bytes.Length;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var left = bytes.Length - _position;
            if (left == 0) WasAskedTooMuch = true;
            var count = Math.Min(buffer.Length, left > 1 ? left - 1 : left);
            bytes.Span.Slice(_position, count).CopyTo(buffer);
            _position += count;
            return count;
        }

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
