using System.Text;
using EdgeProbe.Probers.Http;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeProbe.Agent.Tests.Probers.Http;

public sealed class BodyWordsTests
{
    [Theory]
    [InlineData("", "", true)]
    [InlineData("", "anything", true)]
    [InlineData("aab", "aaab", true)]
    [InlineData("abab", "abacabab", true)]
    [InlineData("abab", "abaabbab", false)]
    [InlineData("größe", "die größe zählt", true)]
    public void Words_are_found_however_the_body_is_cut(string words, string body, bool found)
    {
        for (var piece = 1; piece <= Math.Max(1, body.Length); piece++) Assert.Equal(found, Search(words, Encoding.UTF8.GetBytes(body), piece));
    }

    [Fact]
    public void It_finds_what_a_plain_search_finds() =>
        Prop.ForAll(Letters(4).ToArbitrary(), Letters(60).ToArbitrary(), Gen.Choose(1, 7).ToArbitrary(), (words, body, piece) =>
            Search(words, Encoding.ASCII.GetBytes(body), piece) == body.Contains(words, StringComparison.Ordinal)).QuickCheckThrowOnFailure();

    private static bool Search(string words, byte[] body, int piece)
    {
        var search = new BodyWords(words);
        foreach (var part in body.Chunk(piece)) search.Read(part);
        return search.Found;
    }

    // Two letters only, so that near misses are common.
    private static Gen<string> Letters(int most) =>
        Gen.Elements('a', 'b').ListOf().Select(some => string.Concat(some.Take(most)));
}
