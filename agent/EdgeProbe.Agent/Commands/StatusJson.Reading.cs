using System.Text.Json;

namespace EdgeProbe.Agent.Commands;

/// <summary>Reading what an agent of this or an older version left: what is absent stays empty.</summary>
internal static partial class StatusJson
{
    /// <exception cref="JsonException">The bytes are no status.</exception>
    public static StatusDocument Read(ReadOnlyMemory<byte> bytes)
    {
        using var document = JsonDocument.Parse(bytes);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object) throw new JsonException("A status is an object.");
        var (link, spool, samples) = (Part(root, "link"), Part(root, "spool"), Part(root, "samples"));
        return new StatusDocument
        {
            Time = Date(root, "time") ?? default,
            Version = Text(root, "version") ?? "",
            Tenant = Text(root, "tenant") ?? "",
            Probe = Text(root, "probe") ?? "",
            Pid = (int)Number(root, "pid"),
            StartedAt = Date(root, "startedAt") ?? default,
            Link = new LinkStatusDocument(
                Text(link, "status") ?? "", Date(link, "since") ?? default, Text(link, "problem"), (int)Number(link, "collectorsOnline"), Date(link, "lastAck")),
            Spool = new SpoolStatusDocument(
                Number(spool, "depth"), Number(spool, "memoryBytes"), Number(spool, "diskBytes"), Number(spool, "dropped"), Number(spool, "damaged"), Text(spool, "problem")),
            Samples = new SampleStatusDocument(
                Number(samples, "measured"), Number(samples, "published"), Number(samples, "stored"), Number(samples, "resentBatches"),
                Number(samples, "withheld"), Number(samples, "afterClose"), Number(samples, "limitReached"), Number(samples, "eventsDropped"), Number(samples, "malformed")),
            Passive = Passive(Part(root, "passive")),
            Tests = Tests(root),
            Clock = Text(root, "clock") ?? "",
            ClockErrorMicroseconds = (uint)Number(root, "clockErrorMicroseconds"),
            Capabilities = Texts(root, "capabilities"),
            ResidentBytes = Number(root, "residentBytes"),
            AnonymousBytes = Number(root, "anonymousBytes"),
        };
    }

    private static PassiveStatusDocument Passive(JsonElement passive) => new(
        Text(passive, "state") ?? "off", Text(passive, "device"), Text(passive, "problem"), Number(passive, "framesReceived"),
        Number(passive, "framesDropped"), Number(passive, "observationsDropped"), Number(passive, "sampledOut"), (int)Number(passive, "sampleShift"),
        Number(passive, "late"), Number(passive, "withheld"), Number(passive, "windowsDropped"), Number(passive, "tooFew"));

    private static List<TestStatusDocument> Tests(JsonElement root)
    {
        var tests = new List<TestStatusDocument>();
        if (!root.TryGetProperty("tests", out var list) || list.ValueKind != JsonValueKind.Array) return tests;
        for (var i = 0; i < list.GetArrayLength(); i++)
        {
            var test = list[i];
            var p50 = Part(test, "p50Ms");
            tests.Add(new TestStatusDocument(
                (uint)Number(test, "alias"), Text(test, "kind") ?? "", Text(test, "segment") ?? "", Text(test, "target") ?? "", Text(test, "endpoint") ?? "",
                Text(test, "family") ?? "", Date(test, "windowStart"), (uint)Number(test, "sent"), (uint)Number(test, "received"),
                (uint)Number(test, "notAttempted"), p50.ValueKind == JsonValueKind.Number ? p50.GetDouble() : null, Text(test, "reason")));
        }

        return tests;
    }

    private static List<string> Texts(JsonElement from, string key)
    {
        var texts = new List<string>();
        var list = Part(from, key);
        if (list.ValueKind != JsonValueKind.Array) return texts;
        for (var i = 0; i < list.GetArrayLength(); i++) texts.Add(list[i].ToString());
        return texts;
    }

    private static JsonElement Part(JsonElement from, string key) =>
        from.ValueKind == JsonValueKind.Object && from.TryGetProperty(key, out var part) ? part : default;

    private static string? Text(JsonElement from, string key) => Part(from, key) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static long Number(JsonElement from, string key) =>
        Part(from, key) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var value) ? value : 0;

    private static DateTimeOffset? Date(JsonElement from, string key) =>
        Part(from, key) is { ValueKind: JsonValueKind.String } text && text.TryGetDateTimeOffset(out var date) ? date : null;
}
