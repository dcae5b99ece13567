using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using EdgeProbe.Scoring.Apps;
using EdgeProbe.Scoring.Profiles;

namespace EdgeProbe.Collector.Scores.Profiles;

/// <summary>A profile on the shelf, who put it there and why.</summary>
/// <param name="AcceptedBy">Empty for the one that ships with the program.</param>
public sealed record ShelvedProfile(string Version, DateTimeOffset? CreatedAt, string AcceptedBy, string Reason);

/// <summary>When which version began to make scores, and who decided it.</summary>
public sealed record Activation(string Version, DateTimeOffset At, string By);

/// <summary>A new version that cannot be: the message names what is wrong and what to do.</summary>
public sealed class ProfileRefusedException(string message) : Exception(message);

/// <summary>
/// The score profiles that this collector knows, one JSON file for each beside a list of them, and which of them makes scores now. A profile
/// never changes: another opinion is another version. Thread-safe.
/// </summary>
public sealed class ProfileShelf
{
    private const int LongestText = 400;
    private const string ListName = "profiles.json";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly string _directory;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (ScoreProfile Profile, string Text)> _profiles;
    private ListShape _list;

    private ProfileShelf(string directory, Dictionary<string, (ScoreProfile, string)> profiles, ListShape list) =>
        (_directory, _profiles, _list) = (directory, profiles, list);

    /// <summary>Raised after another version was made the active one, by the thread that did it.</summary>
    public event Action<ScoreProfile>? Activated;

    public ScoreProfile Active
    {
        get
        {
            lock (_gate) return _profiles[_list.Active].Profile;
        }
    }

    /// <summary>In the order in which they came; the one that ships with the program first.</summary>
    public IReadOnlyList<ShelvedProfile> All
    {
        get
        {
            lock (_gate) return [new(ProfileFile.Default.Version, null, "", "ships with this program"), .. _list.Profiles];
        }
    }

    /// <summary>Oldest first; empty while the one that ships has always been the active one.</summary>
    public IReadOnlyList<Activation> Activations
    {
        get
        {
            lock (_gate) return _list.Activations;
        }
    }

    /// <summary>Reads the shelf, or begins one.</summary>
    /// <exception cref="IOException">The directory or a file of it cannot be read, or a profile on it is broken; the message says which.</exception>
    public static ProfileShelf Open(string directory)
    {
        try
        {
            Directory.CreateDirectory(directory);
            var file = Path.Combine(directory, ListName);
            var list = File.Exists(file) ? JsonSerializer.Deserialize<ListShape>(File.ReadAllText(file), Json)! : new ListShape(ProfileFile.Default.Version, [], []);
            var shipped = ShippedText();
            var profiles = new Dictionary<string, (ScoreProfile, string)>(StringComparer.Ordinal) { [ProfileFile.Default.Version] = (ProfileFile.Default, shipped) };
            foreach (var shelved in list.Profiles)
            {
                var text = File.ReadAllText(FileOf(directory, shelved.Version));
                profiles[shelved.Version] = (ProfileFile.Parse(text), text);
            }

            if (!profiles.ContainsKey(list.Active)) throw new IOException($"{file} names {list.Active} as the active profile, and it is not on the shelf");
            return new ProfileShelf(directory, profiles, list);
        }
        catch (Exception broken) when (broken is JsonException or ProfileException or UnauthorizedAccessException)
        {
            throw new IOException($"the profiles in {directory} cannot be used: {broken.Message}", broken);
        }
    }

    /// <summary>Null when there is no such version.</summary>
    public ScoreProfile? Find(string version)
    {
        lock (_gate) return _profiles.TryGetValue(version, out var found) ? found.Profile : null;
    }

    /// <summary>Puts a copy of a version with other weights for a persona on the shelf. It makes no score until it is activated.</summary>
    /// <param name="basis">The version that is copied.</param>
    /// <param name="persona">Whose weights change.</param>
    /// <param name="weights">0 to 1 for each app, together 1.</param>
    /// <param name="acceptedBy">The person who answers for it.</param>
    /// <param name="reason">Why, in words.</param>
    /// <param name="at">When it was accepted.</param>
    /// <exception cref="ProfileRefusedException">A name is missing, the version is not known, or the weights make no profile.</exception>
    /// <exception cref="IOException">It cannot be written; nothing has changed.</exception>
    public ScoreProfile Accept(string basis, string persona, IReadOnlyDictionary<App, double> weights, string acceptedBy, string reason, DateTimeOffset at)
    {
        RequireText("acceptedBy", acceptedBy, "name the person who answers for it");
        RequireText("reason", reason, "say in a sentence why the weights change");
        lock (_gate)
        {
            if (!_profiles.TryGetValue(basis, out var copied)) throw Unknown(basis);
            if (copied.Profile.Persona(persona) is null)
                throw new ProfileRefusedException($"{basis} has no persona {persona}: choose one of {string.Join(", ", copied.Profile.Personas.Select(p => p.Name))}");
            var document = JsonNode.Parse(copied.Text, documentOptions: new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip })!.AsObject();
            var version = NextVersion();
            document["version"] = version;
            document["personas"]![persona] = new JsonObject(weights.Select(w => KeyValuePair.Create(w.Key.Name(), (JsonNode?)w.Value)));
            var text = document.ToJsonString(Json);
            ScoreProfile profile;
            try
            {
                profile = ProfileFile.Parse(text);
            }
            catch (ProfileException broken)
            {
                throw new ProfileRefusedException($"these weights make no profile: {broken.Message}");
            }

            WriteDurably(FileOf(_directory, version), text);
            Save(_list with { Profiles = [.. _list.Profiles, new ShelvedProfile(version, at, acceptedBy, reason)] });
            _profiles[version] = (profile, text);
            return profile;
        }
    }

    /// <summary>Makes a version the one that scores are made with from now on.</summary>
    /// <exception cref="ProfileRefusedException">It is not on the shelf, or nobody answers for it.</exception>
    /// <exception cref="IOException">It cannot be written; nothing has changed.</exception>
    public void Activate(string version, string by, DateTimeOffset at)
    {
        RequireText("by", by, "name the person who answers for it");
        ScoreProfile active;
        lock (_gate)
        {
            if (!_profiles.TryGetValue(version, out var found)) throw Unknown(version);
            if (version == _list.Active) return;
            Save(_list with { Active = version, Activations = [.. _list.Activations, new Activation(version, at, by)] });
            active = found.Profile;
        }

        Activated?.Invoke(active);
    }

    private ProfileRefusedException Unknown(string version) =>
        new($"there is no profile {version}; there are {string.Join(", ", _profiles.Keys.Order(StringComparer.Ordinal))}");

    private static void RequireText(string name, string text, string remedy)
    {
        if (string.IsNullOrWhiteSpace(text)) throw new ProfileRefusedException($"{name} is empty: {remedy}");
        if (text.Length > LongestText) throw new ProfileRefusedException($"{name} has {text.Length} characters: {LongestText} at most");
    }

    // score-profile/1 is followed by score-profile/1.1, whatever version it was copied from: the order of the names is the order of time.
    private string NextVersion() => string.Create(CultureInfo.InvariantCulture, $"{ProfileFile.Default.Version}.{_list.Profiles.Count + 1}");

    private void Save(ListShape list)
    {
        WriteDurably(Path.Combine(_directory, ListName), JsonSerializer.Serialize(list, Json));
        _list = list;
    }

    // Whole or not at all, also when the power goes: a file beside it first, then in its place.
    private static void WriteDurably(string file, string text)
    {
        try
        {
            var beside = $"{file}.new";
            using (var stream = new FileStream(beside, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                stream.Write(System.Text.Encoding.UTF8.GetBytes(text));
                stream.Flush(flushToDisk: true);
            }

            File.Move(beside, file, overwrite: true);
        }
        catch (UnauthorizedAccessException refused)
        {
            throw new IOException($"the profile file {file} cannot be written: {refused.Message}", refused);
        }
    }

    private static string FileOf(string directory, string version) => Path.Combine(directory, version.Replace('/', '-') + ".json");

    private static string ShippedText()
    {
        using var stream = typeof(ProfileFile).Assembly.GetManifestResourceStream("score-profile-1.json")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private sealed record ListShape(string Active, IReadOnlyList<ShelvedProfile> Profiles, IReadOnlyList<Activation> Activations);
}
