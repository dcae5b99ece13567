using System.Text;

namespace EdgeProbe.Probers.Http;

/// <summary>
/// Looks for words in a body that comes in pieces, without keeping any of it: Knuth, Morris and Pratt's search, one step per octet however
/// the pieces are cut. Not thread-safe.
/// </summary>
public sealed class BodyWords
{
    private readonly byte[] _words;

    // For each prefix of the words, the length of the longest proper prefix that is also its suffix.
    private readonly int[] _fallback;
    private int _matched;

    /// <param name="words">As UTF-8; empty words are in every body.</param>
    public BodyWords(string words)
    {
        _words = Encoding.UTF8.GetBytes(words);
        _fallback = new int[_words.Length];
        for (var (at, length) = (1, 0); at < _words.Length; at++)
        {
            while (length > 0 && _words[at] != _words[length]) length = _fallback[length - 1];
            if (_words[at] == _words[length]) length++;
            _fallback[at] = length;
        }
    }

    public bool Found => _matched == _words.Length;

    /// <summary>Takes the next piece of the body.</summary>
    public void Read(ReadOnlySpan<byte> piece)
    {
        foreach (var octet in piece)
        {
            if (Found) return;
            while (_matched > 0 && octet != _words[_matched]) _matched = _fallback[_matched - 1];
            if (octet == _words[_matched]) _matched++;
        }
    }
}
