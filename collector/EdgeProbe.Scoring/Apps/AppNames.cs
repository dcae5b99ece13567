namespace EdgeProbe.Scoring.Apps;

/// <summary>What a customer uses the line for; in the order of the profile's persona weights.</summary>
public enum App : byte { Voice, VideoCall, Gaming, Web, Streaming, Availability }

public static class AppNames
{
    public static IReadOnlyList<App> All { get; } = [App.Voice, App.VideoCall, App.Gaming, App.Web, App.Streaming, App.Availability];

    /// <summary>The name in profiles, vectors, database fields and the API.</summary>
    public static string Name(this App app) => app switch
    {
        App.Voice => "voice",
        App.VideoCall => "video_call",
        App.Gaming => "gaming",
        App.Web => "web",
        App.Streaming => "streaming",
        App.Availability => "availability",
        _ => throw new ArgumentOutOfRangeException(nameof(app), app, "not an application of the score profile"),
    };

    public static bool TryParse(string name, out App app)
    {
        foreach (var candidate in All)
        {
            app = candidate;
            if (candidate.Name() == name) return true;
        }

        app = default;
        return false;
    }
}
