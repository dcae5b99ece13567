using EdgeProbe.Capture.Parsing;

namespace EdgeProbe.Agent.Tests.Capture.Parsing;

public sealed class KeyedHashTests
{
    [Fact]
    public void The_same_key_gives_the_same_hash_everywhere()
    {
        // By another implementation, which gives the reference's value for SipHash-2-4.
        Assert.Equal(0x7cfc2b09cff3eda0ul, new KeyedHash(7).Of("abc"u8));
        Assert.Equal(0x72031523ed43d0a5ul, new KeyedHash(7).Of("the quick brown fox"u8));
        Assert.NotEqual(new KeyedHash(7).Of("abc"u8), new KeyedHash(8).Of("abc"u8));
    }

    [Fact]
    public void Length_and_every_byte_count()
    {
        var hash = new KeyedHash(7);
        var seen = new HashSet<ulong>();
        var bytes = new byte[40];
        for (var length = 0; length <= bytes.Length; length++) Assert.True(seen.Add(hash.Of(bytes.AsSpan(0, length))));
        for (var at = 0; at < bytes.Length; at++)
        {
            var changed = new byte[bytes.Length];
            changed[at] = 1;
            Assert.True(seen.Add(hash.Of(changed)));
        }
    }

    [Fact]
    public void Names_fold_ASCII_letters_and_nothing_else()
    {
        var hash = new KeyedHash(7);
        for (var length = 1; length < 20; length++)
        {
            for (var octet = 0; octet < 256; octet++)
            {
                var name = new byte[length];
                name.AsSpan().Fill((byte)'q');
                name[length / 2] = (byte)octet;
                var folded = (byte[])name.Clone();
                if (octet is >= 'A' and <= 'Z') folded[length / 2] += 32;
                Assert.Equal(hash.Of(folded), hash.OfName(name));
            }
        }
    }

    [Fact]
    public void A_short_hash_is_never_nothing()
    {
        var hash = new KeyedHash(7);
        for (var value = 0; value < 100_000; value++) Assert.NotEqual(0u, hash.Short(BitConverter.GetBytes(value)));
    }
}
