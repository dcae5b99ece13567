using Microsoft.Extensions.Logging;

namespace EdgeProbe.Collector.Experience;

internal static partial class ExperienceLog
{
    [LoggerMessage(EventId = 860, Level = LogLevel.Warning, Message = "Customers' histories wait for the store: {Problem}")]
    public static partial void CannotRead(ILogger logger, string problem);

    [LoggerMessage(EventId = 861, Level = LogLevel.Error, Message = "Keeping customers' histories met an error that nobody expected; it goes on")]
    public static partial void Broke(ILogger logger, Exception exception);
}
