namespace EdgeProbe.Collector.Api;

/// <summary>Words of a query that stand for one of a few choices.</summary>
internal static class Word
{
    /// <summary>Null when it is none of them.</summary>
    public static T? Of<T>(string? text) where T : struct, Enum
    {
        foreach (var word in Enum.GetValues<T>())
            if (string.Equals(word.ToString(), text, StringComparison.OrdinalIgnoreCase)) return word;
        return null;
    }

#pragma warning disable CA1308 // these words are lower case in the API
    public static IResult Unknown<T>(string name, string? text) where T : struct, Enum =>
        Problems.Bad($"{name} is \"{text}\"; it must be one of {string.Join(", ", Enum.GetNames<T>().Select(n => n.ToLowerInvariant()))}");
#pragma warning restore CA1308
}
