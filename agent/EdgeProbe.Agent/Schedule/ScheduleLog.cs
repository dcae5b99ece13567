using Microsoft.Extensions.Logging;

namespace EdgeProbe.Agent.Schedule;

internal static partial class ScheduleLog
{
    [LoggerMessage(EventId = 1000, Level = LogLevel.Warning, Message = "{Kind} test of {Target} cannot be tried: {Reason} (said once; edgeprobe doctor names the remedy)")]
    public static partial void CannotTry(ILogger logger, Kind kind, string target, Reason reason);

    [LoggerMessage(EventId = 1001, Level = LogLevel.Debug, Message = "{Kind} test of {Target} left out: {UnderWay} attempts are still under way")]
    public static partial void TooManyUnderWay(ILogger logger, string target, Kind kind, int underWay);

    [LoggerMessage(EventId = 1002, Level = LogLevel.Error, Message = "{Kind} test of {Target} broke")]
    public static partial void AttemptBroke(ILogger logger, Exception error, string target, Kind kind);

    [LoggerMessage(EventId = 1003, Level = LogLevel.Information, Message = "First hop beyond the gateway ({Family}) is {Hop}")]
    public static partial void FirstHopFound(ILogger logger, IpFamily family, System.Net.IPAddress hop);
}
