using Microsoft.Extensions.Logging;

namespace EdgeProbe.Collector.Customers;

internal static partial class CustomersLog
{
    [LoggerMessage(EventId = 850, Level = LogLevel.Warning, Message = "Old ratings were not forgotten: {Problem}")]
    public static partial void CannotForget(ILogger logger, string problem);
}
