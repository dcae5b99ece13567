using Microsoft.Extensions.Logging;

namespace EdgeProbe.Probers.Http;

internal static partial class HttpLog
{
    [LoggerMessage(
        EventId = 230,
        Level = LogLevel.Error,
        Message = "HTTP checks are not made: {Library} cannot be loaded. Install it: apt-get install libcurl4")]
    public static partial void NoLibrary(ILogger logger, string library);

    [LoggerMessage(
        EventId = 231,
        Level = LogLevel.Error,
        Message = "HTTPS checks are not made: the authorities in {Authorities} cannot be read. Correct http.caFile, or apt-get install ca-certificates")]
    public static partial void NoAuthorities(ILogger logger, string authorities);
}
