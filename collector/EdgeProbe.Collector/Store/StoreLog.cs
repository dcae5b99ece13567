using Microsoft.Extensions.Logging;

namespace EdgeProbe.Collector.Store;

internal static partial class StoreLog
{
    [LoggerMessage(EventId = 701, Level = LogLevel.Warning, Message = "The sink {Sink} cannot be written: {Problem}")]
    public static partial void SinkFailed(ILogger logger, string sink, string problem);

    [LoggerMessage(EventId = 703, Level = LogLevel.Error, Message = "The sink {Sink} stopped on an error that nobody expected")]
    public static partial void SinkBroke(ILogger logger, Exception exception, string sink);
}
