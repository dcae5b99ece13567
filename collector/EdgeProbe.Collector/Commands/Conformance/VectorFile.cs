using System.Text.Json;
using System.Text.Json.Nodes;

namespace EdgeProbe.Collector.Commands.Conformance;

/// <summary>
/// A file of conformance cases: <c>{profile?, tolerance?, vectors|cases: [{id, function, input, expected}]}</c>. Without a tolerance it is the
/// specification's own, 1e-6.
/// </summary>
internal sealed record VectorFile(string? Profile, double Tolerance, IReadOnlyList<VectorCase> Vectors)
{
    private const double SpecifiedTolerance = 1e-6;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <exception cref="InvalidDataException">The file is missing, unreadable or not of this shape; the message says which.</exception>
    public static VectorFile Read(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            var file = JsonSerializer.Deserialize<Shape>(stream, Json);
            IReadOnlyList<VectorCase> vectors = [.. file?.Vectors ?? [], .. file?.Cases ?? []];
            if (vectors.Count == 0) throw new InvalidDataException($"{path} holds no vectors; expected {{profile, tolerance, vectors: [...]}}");
            return new VectorFile(file!.Profile, file.Tolerance ?? SpecifiedTolerance, vectors);
        }
        catch (JsonException broken)
        {
            throw new InvalidDataException($"{path} is not a vector file: {broken.Message}", broken);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"{path} cannot be read: {unreadable.Message}", unreadable);
        }
    }

    private sealed record Shape(string? Profile, double? Tolerance, IReadOnlyList<VectorCase>? Vectors, IReadOnlyList<VectorCase>? Cases);
}

/// <summary>One case: what goes in, what must come out.</summary>
internal sealed record VectorCase(string Id, string Function, JsonNode Input, JsonNode Expected);
