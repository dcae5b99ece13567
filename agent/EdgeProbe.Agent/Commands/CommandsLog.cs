using Microsoft.Extensions.Logging;

namespace EdgeProbe.Agent.Commands;

internal static partial class CommandsLog
{
    [LoggerMessage(EventId = 1050, Level = LogLevel.Information, Message = "EdgeProbe {Version} measures as {Tenant}/{Probe}: {Tests} tests, spool {Spool}")]
    public static partial void Started(ILogger logger, string version, string tenant, string probe, int tests, string spool);

    [LoggerMessage(EventId = 1051, Level = LogLevel.Warning, Message = "{Name} {Subject}: {Text}")]
    public static partial void Happened(ILogger logger, string name, string subject, string text);

    [LoggerMessage(EventId = 1052, Level = LogLevel.Warning, Message = "{Problem}")]
    public static partial void Handicap(ILogger logger, string problem);

    [LoggerMessage(EventId = 1053, Level = LogLevel.Information, Message = "Stopped: {Kept} samples wait in the spool")]
    public static partial void Stopped(ILogger logger, long kept);

    [LoggerMessage(EventId = 1054, Level = LogLevel.Critical, Message = "Stopped by something unexpected")]
    public static partial void Broke(ILogger logger, Exception error);

    [LoggerMessage(EventId = 1055, Level = LogLevel.Information, Message = "Capturing on {Device}: the customer's consent is recorded")]
    public static partial void Capturing(ILogger logger, string device);

    [LoggerMessage(EventId = 1056, Level = LogLevel.Error, Message = "The capture was ended by something unexpected; it will be begun again")]
    public static partial void CaptureBroke(ILogger logger, Exception error);
}
