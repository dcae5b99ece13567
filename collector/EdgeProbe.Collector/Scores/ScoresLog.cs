using Microsoft.Extensions.Logging;

namespace EdgeProbe.Collector.Scores;

internal static partial class ScoresLog
{
    [LoggerMessage(EventId = 800, Level = LogLevel.Warning, Message = "Scores wait for the store: {Problem}")]
    public static partial void CannotRead(ILogger logger, string problem);

    [LoggerMessage(EventId = 801, Level = LogLevel.Warning, Message = "{Count} scores were not written: {Problem}")]
    public static partial void CannotWrite(ILogger logger, int count, string problem);

    [LoggerMessage(EventId = 802, Level = LogLevel.Error, Message = "Scoring met an error that nobody expected; it goes on")]
    public static partial void Broke(ILogger logger, Exception exception);
}
