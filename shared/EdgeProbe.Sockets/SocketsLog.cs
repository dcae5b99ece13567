using Microsoft.Extensions.Logging;

namespace EdgeProbe.Sockets;

internal static partial class SocketsLog
{
    [LoggerMessage(EventId = 290, Level = LogLevel.Error, Message = "A receiver broke on what it was given; the packet is lost, receiving goes on")]
    public static partial void HandlerBroke(ILogger log, Exception fault);
}
