using Microsoft.Extensions.Logging;

namespace EdgeProbe.Mqtt;

internal static partial class MqttLog
{
    [LoggerMessage(EventId = 450, Level = LogLevel.Information, Message = "Broker {Host}:{Port}: connected")]
    public static partial void Connected(ILogger logger, string host, int port);

    [LoggerMessage(EventId = 451, Level = LogLevel.Warning, Message = "{Problem}; next attempt in {Seconds:0.0} s")]
    public static partial void Offline(ILogger logger, string problem, double seconds);

    [LoggerMessage(EventId = 452, Level = LogLevel.Warning, Message = "Broker refuses the subscription to {Filter} with reason 0x{Reason:X2}: check its access rules")]
    public static partial void SubscriptionRefused(ILogger logger, string filter, int reason);

    [LoggerMessage(EventId = 453, Level = LogLevel.Warning, Message = "Messages are not read: {Dropped} dropped so far, reading from the broker goes on")]
    public static partial void InboxFull(ILogger logger, long dropped);

    [LoggerMessage(EventId = 454, Level = LogLevel.Error, Message = "A handler of the link's state failed")]
    public static partial void HandlerFailed(ILogger logger, Exception unexpected);

    [LoggerMessage(EventId = 455, Level = LogLevel.Error, Message = "The link's attempt broke; it is made again")]
    public static partial void Broke(ILogger logger, Exception unexpected);

    [LoggerMessage(EventId = 456, Level = LogLevel.Error, Message = "A callback of libmosquitto failed")]
    public static partial void CallbackFailed(ILogger logger, Exception unexpected);
}
