using EdgeProbe.Scoring.Apps;

namespace EdgeProbe.Collector.Store;

/// <summary>One number of 0 to 100 for each app; null where it is not known.</summary>
public readonly record struct PerApp(double? Voice, double? VideoCall, double? Gaming, double? Web, double? Streaming, double? Availability)
{
    public double? this[App app] => app switch
    {
        App.Voice => Voice,
        App.VideoCall => VideoCall,
        App.Gaming => Gaming,
        App.Web => Web,
        App.Streaming => Streaming,
        App.Availability => Availability,
        _ => throw new ArgumentOutOfRangeException(nameof(app), app, "not an application of the score profile"),
    };

    /// <param name="read">Gives the number of an app.</param>
    public static PerApp Of(Func<App, double?> read) =>
        new(read(App.Voice), read(App.VideoCall), read(App.Gaming), read(App.Web), read(App.Streaming), read(App.Availability));

    /// <summary>The column or field that holds an app's typical level of a day in the stores.</summary>
    internal static string TypicalOf(App app) => $"typical_{app.Name()}";
}
