using System.Globalization;
using System.Text.Json;

namespace EdgeProbe.Collector.Settings;

/// <summary>
/// One object of the settings file. Every key that is asked for becomes a known key; <see cref="RefuseUnknown"/> names the others, each
/// with the known key it looks like.
/// </summary>
internal sealed class Section(JsonElement element, string path, List<string> problems)
{
    private readonly List<string> _known = [];

    public void Problem(string key, string words) => problems.Add($"{PathOf(key)} {words}");

    public string? Text(string key)
    {
        if (!TryGet(key, out var value)) return null;
        if (value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text) return text;
        Problem(key, $"is {value.GetRawText()}; it must be a text in quotes that is not empty");
        return null;
    }

    public string RequiredText(string key, string what)
    {
        if (TryGet(key, out _)) return Text(key) ?? "";
        Problem(key, $"is missing; it must be {what}");
        return "";
    }

    public int Whole(string key, int fallback, int least, int most)
    {
        if (!TryGet(key, out var value)) return fallback;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= least && number <= most) return number;
        Problem(key, $"is {value.GetRawText()}; it must be a whole number from {least} to {most}");
        return fallback;
    }

    public double Number(string key, double fallback, double least, double most)
    {
        if (!TryGet(key, out var value)) return fallback;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && number >= least && number <= most) return number;
        Problem(key, string.Create(CultureInfo.InvariantCulture, $"is {value.GetRawText()}; it must be a number from {least} to {most}"));
        return fallback;
    }

    public T Choice<T>(string key, T fallback) where T : struct, Enum
    {
        if (Text(key) is not { } text) return fallback;
        foreach (var choice in Enum.GetValues<T>())
            if (string.Equals(choice.ToString(), text, StringComparison.OrdinalIgnoreCase)) return choice;
        var choices = Enum.GetNames<T>().Select(n => $"\"{n.ToUpperInvariant()}\"".ToLowerInvariant());
        Problem(key, $"is \"{text}\"; it must be one of {string.Join(", ", choices)}");
        return fallback;
    }

    public Uri? Url(string key)
    {
        if (Text(key) is not { } text) return null;
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https") return url;
        Problem(key, $"is \"{text}\"; it must be a URL such as http://127.0.0.1:8086");
        return null;
    }

    /// <summary>A file that must be there already; null when the key is absent.</summary>
    public string? ExistingFile(string key)
    {
        if (Text(key) is not { } file) return null;
        if (!File.Exists(file)) Problem(key, $"is \"{file}\"; there is no such file, or it may not be read");
        return file;
    }

    public Section? Inner(string key)
    {
        if (!TryGet(key, out var value)) return null;
        if (value.ValueKind == JsonValueKind.Object) return new Section(value, PathOf(key), problems);
        Problem(key, $"is {value.GetRawText()}; it must be an object: {{ ... }}");
        return null;
    }

    public IReadOnlyList<Section> Inners(string key)
    {
        if (!TryGet(key, out var value)) return [];
        if (value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(e => e.ValueKind == JsonValueKind.Object))
            return [.. value.EnumerateArray().Select((e, i) => new Section(e, $"{PathOf(key)}[{i}]", problems))];
        Problem(key, "must be a list of objects: [ { ... } ]");
        return [];
    }

    public bool Has(string key) => TryGet(key, out _);

    public void RefuseUnknown()
    {
        foreach (var property in element.EnumerateObject().Where(p => !_known.Contains(p.Name)))
            problems.Add($"{PathOf(property.Name)} is not a setting; did you mean \"{Nearest.Of(property.Name, _known)}\"?");
    }

    // A null says "as if it were not there", which lets a file switch a default off visibly.
    private bool TryGet(string key, out JsonElement value)
    {
        if (!_known.Contains(key)) _known.Add(key);
        return element.TryGetProperty(key, out value) && value.ValueKind != JsonValueKind.Null;
    }

    private string PathOf(string key) => path.Length == 0 ? key : $"{path}.{key}";
}
