namespace EdgeProbe.Agent.Board;

/// <summary>What box this is, in its maker's words.</summary>
internal static class Hardware
{
    /// <summary>The device tree's model, or the DMI product name; empty when the box says neither.</summary>
    public static string Model =>
        FirstLine("/proc/device-tree/model") ?? FirstLine("/sys/devices/virtual/dmi/id/product_name") ?? "";

    /// <summary>Resident memory of this process in bytes, and the anonymous part of it (proc(5)); zero when the kernel does not say.</summary>
    public static (long Resident, long Anonymous) Memory()
    {
        try
        {
            var lines = File.ReadAllLines("/proc/self/status");
            return (Kilobytes(lines, "VmRSS:"), Kilobytes(lines, "RssAnon:"));
        }
        catch (IOException)
        {
            return (0, 0);
        }
    }

    private static long Kilobytes(string[] lines, string key) =>
        Array.Find(lines, l => l.StartsWith(key, StringComparison.Ordinal)) is { } line
        && long.TryParse(line[key.Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), out var kilobytes) ? kilobytes * 1024 : 0;

    private static string? FirstLine(string path)
    {
        try
        {
            return File.Exists(path) ? File.ReadAllText(path).TrimEnd('\0', '\n', ' ') : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
