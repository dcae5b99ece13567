namespace EdgeProbe.Lab.Links;

/// <summary>A link's settings by the keys that people type.</summary>
internal static class LinkWords
{
    public const string Keys =
        "delay, jitter, shape (normal|exponential), loss, burst-enter, burst-leave, burst-loss, reorder, reorder-by, duplicate, corrupt, rate, queue";

    /// <summary>The settings with one of them changed; null when the key is none of theirs.</summary>
    /// <exception cref="LabException">The value cannot be read.</exception>
    public static LinkSettings? With(LinkSettings settings, string key, string value) => key switch
    {
        "delay" => settings with { Delay = Words.Duration(value) },
        "jitter" => settings with { Jitter = Words.Duration(value) },
        "shape" => settings with { Shape = Shape(value) },
        "loss" => settings with { Loss = Words.Share(value) },
        "burst-enter" => settings with { BurstEnter = Words.Share(value) },
        "burst-leave" => settings with { BurstLeave = Words.Share(value) },
        "burst-loss" => settings with { BurstLoss = Words.Share(value) },
        "reorder" => settings with { Reorder = Words.Share(value) },
        "reorder-by" => settings with { ReorderBy = Words.Duration(value) },
        "duplicate" => settings with { Duplicate = Words.Share(value) },
        "corrupt" => settings with { Corrupt = Words.Share(value) },
        "rate" => settings with { Rate = Words.Rate(value) },
        "queue" => settings with { Queue = Words.Size(value) },
        _ => null,
    };

    private static JitterShape Shape(string value) => value switch
    {
        "normal" => JitterShape.Normal,
        "exponential" => JitterShape.Exponential,
        _ => throw new LabException($"shape is '{value}'; it must be normal or exponential"),
    };
}
