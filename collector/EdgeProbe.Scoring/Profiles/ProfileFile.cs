using System.Text.Json;

namespace EdgeProbe.Scoring.Profiles;

/// <summary>Reads a score profile. A profile that contradicts itself is refused whole, with the path and the reason of every fault.</summary>
public static class ProfileFile
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowDuplicateProperties = false,
    };

    /// <summary>The profile that ships with this version.</summary>
    public static ScoreProfile Default { get; } = ReadDefault();

    /// <exception cref="ProfileException">The text is not a profile, or contradicts itself; the message lists every fault with its path.</exception>
    public static ScoreProfile Parse(string text)
    {
        ProfileShape shape;
        List<string> faults;
        try
        {
            shape = JsonSerializer.Deserialize<ProfileShape>(text, Json) ?? throw new ProfileException("the profile is empty");
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip });
            faults = [.. ProfileKeys.Unknown(document.RootElement), .. shape.Faults()];
        }
        catch (JsonException broken)
        {
            throw new ProfileException($"the profile is not JSON of the expected shape: {broken.Message}", broken);
        }

        if (faults.Count > 0) throw new ProfileException(string.Join(Environment.NewLine, faults));
        return shape.ToProfile();
    }

    private static ScoreProfile ReadDefault()
    {
        using var stream = typeof(ProfileFile).Assembly.GetManifestResourceStream("score-profile-1.json")!;
        using var reader = new StreamReader(stream);
        return Parse(reader.ReadToEnd());
    }
}

/// <summary>A score profile that cannot be used; the message names each fault and its path.</summary>
public sealed class ProfileException : Exception
{
    public ProfileException(string message) : base(message)
    {
    }

    public ProfileException(string message, Exception inner) : base(message, inner)
    {
    }

    public ProfileException()
    {
    }
}
