using EdgeProbe.Collector.Ingest.Decoding;
using EdgeProbe.Contract;
using EdgeProbe.Mqtt;
using Microsoft.Extensions.Logging;

namespace EdgeProbe.Collector.Ingest;

internal static partial class IngestLog
{
    [LoggerMessage(EventId = 600, Level = LogLevel.Information, Message = "The broker link is {Status} {Problem}")]
    public static partial void Link(ILogger logger, LinkStatus status, string problem);

    [LoggerMessage(EventId = 601, Level = LogLevel.Warning, Message = "A {Kind} of {Probe} with content type {ContentType} could not be read: {Reason}")]
    public static partial void Malformed(ILogger logger, string kind, ProbeId probe, string contentType, DecodeFailure reason);

    [LoggerMessage(EventId = 602, Level = LogLevel.Warning, Message = "Nothing is acknowledged until the store takes what waits: {Problem}")]
    public static partial void StoreWaits(ILogger logger, string problem);

    [LoggerMessage(EventId = 603, Level = LogLevel.Information, Message = "The store takes samples again")]
    public static partial void StoreBack(ILogger logger);

    [LoggerMessage(EventId = 604, Level = LogLevel.Information, Message = "Probe {Probe} is asked for its birth: it sent samples of tests that nobody has named")]
    public static partial void RebirthAsked(ILogger logger, ProbeId probe);

    [LoggerMessage(EventId = 605, Level = LogLevel.Warning, Message = "{Count} samples of {Probe} are in quarantine; the first because {Reason}")]
    public static partial void Quarantined(ILogger logger, int count, ProbeId probe, string reason);

    [LoggerMessage(EventId = 606, Level = LogLevel.Warning, Message = "Probe {Probe} has a new store epoch: its card was swapped or wiped ({Resets} times so far)")]
    public static partial void SpoolReset(ILogger logger, ProbeId probe, ulong resets);

    [LoggerMessage(EventId = 607, Level = LogLevel.Error, Message = "Ingest met an error that nobody expected; it goes on with the next message")]
    public static partial void Broke(ILogger logger, Exception exception);

    [LoggerMessage(EventId = 608, Level = LogLevel.Information, Message = "Probe {Probe} is there: agent {Version}, {Tests} tests, configuration {Revision}")]
    public static partial void Born(ILogger logger, ProbeId probe, string version, int tests, uint revision);

    [LoggerMessage(EventId = 609, Level = LogLevel.Debug, Message = "Probe {Probe} says {Name} {Subject}: {Text}")]
    public static partial void Event(ILogger logger, ProbeId probe, string name, string subject, string text);
}
