using Microsoft.Extensions.Logging;

namespace EdgeProbe.Agent.Uplink;

internal static partial class UplinkLog
{
    [LoggerMessage(EventId = 400, Level = LogLevel.Debug, Message = "Connected to the broker")]
    public static partial void Online(ILogger logger);

    [LoggerMessage(EventId = 401, Level = LogLevel.Warning, Message = "Not connected: {Problem}. Measuring goes on, samples wait in the spool")]
    public static partial void Offline(ILogger logger, string problem);

    [LoggerMessage(EventId = 402, Level = LogLevel.Warning, Message = "The broker refuses {Topic} (reason 0x{Code:X2}): its access list must let this certificate's name write there")]
    public static partial void Refused(ILogger logger, string topic, byte code);
}
