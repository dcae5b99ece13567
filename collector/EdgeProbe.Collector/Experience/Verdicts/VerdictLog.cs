using Microsoft.Extensions.Logging;

namespace EdgeProbe.Collector.Experience.Verdicts;

internal static partial class VerdictLog
{
    [LoggerMessage(EventId = 900, Level = LogLevel.Warning, Message = "Verdicts wait to be written: {Problem}")]
    public static partial void CannotWrite(ILogger logger, string problem);
}
