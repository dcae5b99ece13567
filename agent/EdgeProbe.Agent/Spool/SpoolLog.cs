using Microsoft.Extensions.Logging;

namespace EdgeProbe.Agent.Spool;

internal static partial class SpoolLog
{
    [LoggerMessage(EventId = 300, Level = LogLevel.Warning, Message = "{Count} damaged stretches in the spool {Directory} were set aside under damaged/; everything else was recovered")]
    public static partial void DamageFound(ILogger logger, long count, string directory);

    [LoggerMessage(EventId = 301, Level = LogLevel.Error, Message = "The spool {Directory} cannot be written ({Why}): measuring goes on, samples are kept in memory only; check the card")]
    public static partial void DiskGone(ILogger logger, string directory, string why);

    [LoggerMessage(EventId = 302, Level = LogLevel.Information, Message = "The spool {Directory} can be written again")]
    public static partial void DiskBack(ILogger logger, string directory);
}
