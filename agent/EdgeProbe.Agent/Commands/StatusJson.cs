using System.Text.Json;

namespace EdgeProbe.Agent.Commands;

/// <summary>
/// A status as JSON, written and read by hand: the serializer would add four hundred kilobytes to the program for two documents.
/// </summary>
internal static partial class StatusJson
{
    public static readonly JsonWriterOptions Readable = new() { Indented = true };

    public static void Write(StatusDocument status, Stream into)
    {
        using var json = new Utf8JsonWriter(into, Readable);
        json.WriteStartObject();
        json.WriteString("time", status.Time);
        json.WriteString("version", status.Version);
        json.WriteString("tenant", status.Tenant);
        json.WriteString("probe", status.Probe);
        json.WriteNumber("pid", status.Pid);
        json.WriteString("startedAt", status.StartedAt);
        Write(json, status.Link);
        Write(json, status.Spool);
        Write(json, status.Samples);
        Write(json, status.Passive);
        json.WriteStartArray("tests");
        foreach (var test in status.Tests) Write(json, test);
        json.WriteEndArray();
        json.WriteString("clock", status.Clock);
        json.WriteNumber("clockErrorMicroseconds", status.ClockErrorMicroseconds);
        json.WriteStartArray("capabilities");
        foreach (var capability in status.Capabilities) json.WriteStringValue(capability);
        json.WriteEndArray();
        json.WriteNumber("residentBytes", status.ResidentBytes);
        json.WriteNumber("anonymousBytes", status.AnonymousBytes);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, LinkStatusDocument link)
    {
        json.WriteStartObject("link");
        json.WriteString("status", link.Status);
        json.WriteString("since", link.Since);
        json.WriteString("problem", link.Problem);
        json.WriteNumber("collectorsOnline", link.CollectorsOnline);
        if (link.LastAck is { } ack) json.WriteString("lastAck", ack);
        else json.WriteNull("lastAck");
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, SpoolStatusDocument spool)
    {
        json.WriteStartObject("spool");
        json.WriteNumber("depth", spool.Depth);
        json.WriteNumber("memoryBytes", spool.MemoryBytes);
        json.WriteNumber("diskBytes", spool.DiskBytes);
        json.WriteNumber("dropped", spool.Dropped);
        json.WriteNumber("damaged", spool.Damaged);
        json.WriteString("problem", spool.Problem);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, SampleStatusDocument samples)
    {
        json.WriteStartObject("samples");
        json.WriteNumber("measured", samples.Measured);
        json.WriteNumber("published", samples.Published);
        json.WriteNumber("stored", samples.Stored);
        json.WriteNumber("resentBatches", samples.ResentBatches);
        json.WriteNumber("withheld", samples.Withheld);
        json.WriteNumber("afterClose", samples.AfterClose);
        json.WriteNumber("limitReached", samples.LimitReached);
        json.WriteNumber("eventsDropped", samples.EventsDropped);
        json.WriteNumber("malformed", samples.Malformed);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, PassiveStatusDocument passive)
    {
        json.WriteStartObject("passive");
        json.WriteString("state", passive.State);
        json.WriteString("device", passive.Device);
        json.WriteString("problem", passive.Problem);
        json.WriteNumber("framesReceived", passive.FramesReceived);
        json.WriteNumber("framesDropped", passive.FramesDropped);
        json.WriteNumber("observationsDropped", passive.ObservationsDropped);
        json.WriteNumber("sampledOut", passive.SampledOut);
        json.WriteNumber("sampleShift", passive.SampleShift);
        json.WriteNumber("late", passive.Late);
        json.WriteNumber("withheld", passive.Withheld);
        json.WriteNumber("windowsDropped", passive.WindowsDropped);
        json.WriteNumber("tooFew", passive.TooFew);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, TestStatusDocument test)
    {
        json.WriteStartObject();
        json.WriteNumber("alias", test.Alias);
        json.WriteString("kind", test.Kind);
        json.WriteString("segment", test.Segment);
        json.WriteString("target", test.Target);
        json.WriteString("endpoint", test.Endpoint);
        json.WriteString("family", test.Family);
        if (test.WindowStart is { } start) json.WriteString("windowStart", start);
        else json.WriteNull("windowStart");
        json.WriteNumber("sent", test.Sent);
        json.WriteNumber("received", test.Received);
        json.WriteNumber("notAttempted", test.NotAttempted);
        if (test.P50Ms is { } p50) json.WriteNumber("p50Ms", p50);
        else json.WriteNull("p50Ms");
        json.WriteString("reason", test.Reason);
        json.WriteEndObject();
    }
}
