using System.Globalization;
using System.Runtime.InteropServices;

namespace EdgeProbe.Agent.Board;

/// <summary>
/// Gives back the pages of code that only starting, a handshake or a rare error needed: the kernel maps sixteen pages around each one that
/// runs, and of OpenSSL and its neighbours most never runs again. What is needed comes back from the page cache without reading the disk.
/// Only executable pages of files: they are never written, so nothing can be lost. Not thread-safe.
/// </summary>
internal sealed partial class CodePages(TimeProvider clock)
{
    private const int DontNeed = 4; // MADV_DONTNEED of linux/mman.h
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);
    private long? _last;

    /// <summary>To be called now and then; acts when a minute has passed since it last did, and the first time.</summary>
    public void GiveBack()
    {
        if (_last is { } last && clock.GetElapsedTime(last) < Interval) return;
        _last = clock.GetTimestamp();
        try
        {
            foreach (var line in File.ReadLines("/proc/self/maps"))
            {
                if (TryReadCode(line, out var start, out var length)) _ = Advise(start, length, DontNeed);
            }
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // A sandbox without /proc: the pages stay, which harms nobody.
        }
    }

    /// <summary>Reads a line of proc(5) maps: true for the private, executable, not writable mapping of a file.</summary>
    internal static bool TryReadCode(string line, out nint start, out nuint length)
    {
        (start, length) = (0, 0);
        var dash = line.IndexOf('-', StringComparison.Ordinal);
        var space = line.IndexOf(' ', StringComparison.Ordinal);
        if (dash < 0 || space < dash || !line.AsSpan(space).StartsWith(" r-xp ") || !line.Contains(" /", StringComparison.Ordinal)) return false;
        if (!nint.TryParse(line.AsSpan(0, dash), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out start)) return false;
        if (!nint.TryParse(line.AsSpan(dash + 1, space - dash - 1), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var end)) return false;
        length = (nuint)(end - start);
        return end > start;
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(nint start, nuint length, int advice);
}
