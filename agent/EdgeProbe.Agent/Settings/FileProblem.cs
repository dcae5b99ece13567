namespace EdgeProbe.Agent.Settings;

/// <summary>What can be wrong with a file that the settings name.</summary>
internal static class FileProblem
{
    public static IEnumerable<string> Of(string key, string? path)
    {
        if (path is null) yield break;
        if (!File.Exists(path)) yield return $"{key} is \"{path}\"; there is no such file";
        else if (!IsReadable(path)) yield return $"{key} is \"{path}\"; this user may not read it (chown or chmod it)";
    }

    private static bool IsReadable(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
