namespace EdgeProbe.Agent.Settings;

/// <summary>The one sentence for a number that is too small or too large.</summary>
internal static class Bounds
{
    public static IEnumerable<string> Problem(string key, long value, long least, long most)
    {
        if (value < least || value > most) yield return $"{key} is {value}; it must lie between {least} and {most}";
    }
}
