namespace EdgeProbe.Agent.Tests.Capture.Parsing;

/// <summary>Damages frames: bits turned, lengths made extreme, cut, repeated, one frame's end behind another's start. Allocates nothing.</summary>
internal sealed class Damage(byte[][] frames, Random chance)
{
    private static readonly byte[] Extremes = [0, 1, 2, 3, 4, 5, 6, 0x0f, 0x10, 0x3f, 0x40, 0x7f, 0x80, 0xc0, 0xf0, 0xfe, 0xff];

    private readonly byte[] _buffer = new byte[4096];

    /// <summary>A damaged frame, gone at the next call.</summary>
    public ReadOnlySpan<byte> Next()
    {
        var frame = frames[chance.Next(frames.Length)].AsSpan();
        frame.CopyTo(_buffer);
        var length = frame.Length;
        if (chance.Next(8) == 0)
        {
            var other = frames[chance.Next(frames.Length)].AsSpan();
            other = other[chance.Next(other.Length)..];
            length = chance.Next(length);
            other.CopyTo(_buffer.AsSpan(length));
            length += other.Length;
        }

        for (var hits = chance.Next(6); hits > 0; hits--)
        {
            // Headers are in front: most of the damage too.
            var at = chance.Next(chance.Next(3) > 0 ? Math.Min(length, 90) : length);
            _buffer[at] = chance.Next(2) == 0 ? Extremes[chance.Next(Extremes.Length)] : (byte)(_buffer[at] ^ 1 << chance.Next(8));
        }

        return _buffer.AsSpan(0, chance.Next(5) == 0 ? chance.Next(length + 1) : length);
    }
}
