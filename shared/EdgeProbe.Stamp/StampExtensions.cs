using System.Buffers.Binary;

namespace EdgeProbe.Stamp;

/// <summary>
/// What follows the base packet (RFC 8972 section 4): flags, type, length, value. This reflector knows only Extra Padding; it sends all
/// others back as they came, marked U, so that the sender sees that they were not acted on.
/// </summary>
internal static class StampExtensions
{
    private const byte Unrecognised = 0x80;
    private const byte Malformed = 0x40;
    private const byte ExtraPadding = 1;
    private const int HeaderBytes = 4;

    /// <summary>Sets the flags of each extension in place; from a malformed one on, the rest is left as it is.</summary>
    public static void Mark(Span<byte> extensions)
    {
        while (extensions.Length >= HeaderBytes)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(extensions[2..]);
            extensions[0] = extensions[1] == ExtraPadding ? (byte)0 : Unrecognised;
            if (length > extensions.Length - HeaderBytes)
            {
                extensions[0] |= Malformed;
                return;
            }

            extensions = extensions[(HeaderBytes + length)..];
        }
    }
}
