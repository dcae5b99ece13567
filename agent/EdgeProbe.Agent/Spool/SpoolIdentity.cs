using System.Globalization;
using EdgeProbe.Sockets;

namespace EdgeProbe.Agent.Spool;

/// <summary>
/// The epoch and the numbers that may have been used in it. Numbers are reserved in steps before use, so that after a crash the next run
/// starts above all that were ever sent, and the card is written to once in many minutes.
/// </summary>
internal sealed record SpoolIdentity
{
    /// <summary>Numbers reserved at a time: over an hour of the default plan.</summary>
    public const ulong Step = 4096;

    private const string FileName = "identity";

    public required ulong StoreEpoch { get; init; }

    /// <summary>No number from here on has been used.</summary>
    public required ulong Reserved { get; init; }

    /// <summary>The first number unused when this was written: exact after a clean stop, a lower bound after a crash.</summary>
    public required ulong Used { get; init; }

    public static SpoolIdentity Fresh() => new()
    {
        StoreEpoch = Secrets.Next(),
        Reserved = 0,
        Used = 0,
    };

    /// <summary>Null when there is none, or when it does not check.</summary>
    public static SpoolIdentity? Read(string directory)
    {
        var path = Path.Combine(directory, FileName);
        if (!File.Exists(path)) return null;
        var parts = File.ReadAllText(path).Split(' ', '\n');
        if (parts.Length < 5 || parts[0] != "edgeprobe-spool-1") return null;
        return ulong.TryParse(parts[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var epoch)
            && ulong.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var reserved)
            && ulong.TryParse(parts[3], NumberStyles.None, CultureInfo.InvariantCulture, out var used)
            && used <= reserved && parts[4] == Check(epoch, reserved, used)
                ? new SpoolIdentity { StoreEpoch = epoch, Reserved = reserved, Used = used }
                : null;
    }

    /// <summary>Durable before it returns: the new file is synced, then takes the old one's name.</summary>
    public void Write(string directory)
    {
        var path = Path.Combine(directory, FileName);
        var line = string.Create(CultureInfo.InvariantCulture, $"edgeprobe-spool-1 {StoreEpoch:x16} {Reserved} {Used} {Check(StoreEpoch, Reserved, Used)}\n");
        using (var file = new FileStream(path + ".new", FileMode.Create, FileAccess.Write))
        {
            file.Write(System.Text.Encoding.ASCII.GetBytes(line));
            file.Flush(flushToDisk: true);
        }

        File.Move(path + ".new", path, overwrite: true);
    }

    private static string Check(ulong epoch, ulong reserved, ulong used)
    {
        var crc = System.Numerics.BitOperations.Crc32C(~0u, epoch);
        crc = System.Numerics.BitOperations.Crc32C(crc, reserved);
        return System.Numerics.BitOperations.Crc32C(crc, used).ToString("x8", CultureInfo.InvariantCulture);
    }
}
