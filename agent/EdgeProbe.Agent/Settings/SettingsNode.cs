using System.Text.Json;

namespace EdgeProbe.Agent.Settings;

/// <summary>
/// One object of the settings file. It remembers which keys were asked for, so that what is left over can be refused by name, and it
/// collects problems instead of stopping at the first.
/// </summary>
internal sealed class SettingsNode
{
    private readonly Dictionary<string, JsonElement> _values = [];
    private readonly List<string> _known = [];
    private readonly List<string> _problems;
    private readonly string _path;

    public SettingsNode(JsonElement element, string path, List<string> problems)
    {
        (_path, _problems) = (path, problems);
        if (element.ValueKind == JsonValueKind.Undefined) return;
        if (element.ValueKind != JsonValueKind.Object)
        {
            _problems.Add($"{(path.Length == 0 ? "the file" : path)} is {Describe(element)}; it must be an object {{ ... }}");
            return;
        }

        foreach (var property in element.EnumerateObject())
        {
            if (!_values.TryAdd(property.Name, property.Value)) _problems.Add($"{Path(property.Name)} is given twice; keep one");
        }
    }

    public string? Text(string key) =>
        Take(key, JsonValueKind.String, "a text in quotes") is { } value ? value.GetString() : null;

    public bool? Flag(string key)
    {
        if (Take(key) is not { } value) return null;
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False) return value.GetBoolean();
        return Wrong(key, value, "true or false");
    }

    public long? Whole(string key)
    {
        if (Take(key, JsonValueKind.Number, "a whole number") is not { } value) return null;
        if (value.TryGetInt64(out var number)) return number;
        Wrong(key, value, "a whole number");
        return null;
    }

    public int? Small(string key) => Whole(key) is { } number ? (int)Math.Clamp(number, int.MinValue, int.MaxValue) : null;

    public IReadOnlyList<string>? Texts(string key)
    {
        if (Take(key, JsonValueKind.Array, "a list [ ... ]") is not { } list) return null;
        var texts = new List<string>();
        for (var i = 0; i < list.GetArrayLength(); i++)
        {
            if (list[i].ValueKind == JsonValueKind.String) texts.Add(list[i].GetString()!);
            else Wrong($"{key}[{i}]", list[i], "a text in quotes");
        }

        return texts;
    }

    public SettingsNode Section(string key) => new(Take(key) ?? default, Path(key), _problems);

    public IReadOnlyList<SettingsNode> Sections(string key)
    {
        var sections = new List<SettingsNode>();
        if (Take(key, JsonValueKind.Array, "a list [ ... ]") is not { } list) return sections;
        for (var i = 0; i < list.GetArrayLength(); i++) sections.Add(new SettingsNode(list[i], Path($"{key}[{i}]"), _problems));
        return sections;
    }

    /// <summary>To be called last: reports every key that nobody asked for.</summary>
    public void RefuseUnknown()
    {
        foreach (var key in _values.Keys.Where(k => !_known.Contains(k)))
        {
            var nearest = Nearest.Of(key, _known);
            _problems.Add(nearest is null
                ? $"{Path(key)} is not known; the keys here are {string.Join(", ", _known)}"
                : $"{Path(key)} is not known; did you mean {Path(nearest)}?");
        }
    }

    public void Report(string problem) => _problems.Add(problem);

    private JsonElement? Take(string key)
    {
        _known.Add(key);
        return _values.TryGetValue(key, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
    }

    private JsonElement? Take(string key, JsonValueKind kind, string expected)
    {
        if (Take(key) is not { } value) return null;
        if (value.ValueKind == kind) return value;
        Wrong(key, value, expected);
        return null;
    }

    private bool? Wrong(string key, JsonElement value, string expected)
    {
        _problems.Add($"{Path(key)} is {Describe(value)}; it must be {expected}");
        return null;
    }

    private string Path(string key) => _path.Length == 0 ? key : $"{_path}.{key}";

    private static string Describe(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        _ => value.GetRawText(),
    };
}
