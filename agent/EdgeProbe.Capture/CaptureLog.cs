using Microsoft.Extensions.Logging;

namespace EdgeProbe.Capture;

internal static partial class CaptureLog
{
    [LoggerMessage(EventId = 100, Level = LogLevel.Information, Message = "Watching {Device} with a ring of {RingKib} KiB")]
    public static partial void Opened(ILogger logger, string device, int ringKib);

    [LoggerMessage(EventId = 101, Level = LogLevel.Warning, Message = "{Problem}")]
    public static partial void Gone(ILogger logger, string problem);
}
