using System.Globalization;
using EdgeProbe.Contract;

namespace EdgeProbe.Agent.Schedule;

/// <summary>
/// Which alias stands for which test in this store epoch. Only appended to: a sample that waited in the spool through a change of the
/// settings still means what it meant. Kept beside the spool. Thread-safe.
/// </summary>
internal sealed class TestTable
{
    private const string FileName = "tests";
    private readonly Lock _gate = new();
    private readonly ulong _storeEpoch;
    private readonly string? _path;
    private readonly List<TestDescription> _tests = [];

    private TestTable(ulong storeEpoch, string? path) => (_storeEpoch, _path) = (storeEpoch, path);

    /// <summary>Grows with every test that is added; 0 while there is none.</summary>
    public uint Revision
    {
        get
        {
            lock (_gate) return (uint)_tests.Count;
        }
    }

    /// <summary>A table of another epoch or one that cannot be read is left behind: aliases then begin anew, as its samples are gone.</summary>
    public static TestTable Open(ulong storeEpoch, string? directory)
    {
        var table = new TestTable(storeEpoch, directory is null ? null : Path.Combine(directory, FileName));
        table.Read();
        return table;
    }

    public IReadOnlyList<TestDescription> All()
    {
        lock (_gate) return [.. _tests];
    }

    /// <summary>
    /// The alias of a test, the one it had before if it ever was in the table; the alias in the description itself is passed over. The table
    /// is written when it grew.
    /// </summary>
    public uint AliasOf(TestDescription test)
    {
        lock (_gate)
        {
            var found = _tests.FindIndex(t => IsSame(t, test));
            if (found >= 0)
            {
                _tests[found] = _tests[found] with { Period = test.Period };
                return _tests[found].Alias;
            }

            var alias = (uint)_tests.Count + 1;
            _tests.Add(test with { Alias = alias });
            Write();
            return alias;
        }
    }

    private static bool IsSame(TestDescription known, TestDescription test) =>
        known.Kind == test.Kind && known.Segment == test.Segment && known.Family == test.Family
        && known.Target == test.Target && known.Endpoint == test.Endpoint;

    private void Read()
    {
        try
        {
            if (_path is null || !File.Exists(_path)) return;
            var lines = File.ReadAllLines(_path);
            if (lines.Length == 0 || lines[0] != Header) return;
            foreach (var line in lines.Skip(1))
            {
                // A torn last line ends the table: its test gets the same alias again, since none can have been sent with it.
                if (TestLine.Read(line, (uint)_tests.Count + 1) is not { } test) return;
                _tests.Add(test);
            }
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            _tests.Clear();
        }
    }

    // Durable before an alias is used. Where the disk refuses, the alias lives as long as the process, like the samples.
    private void Write()
    {
        if (_path is null) return;
        try
        {
            using (var file = new FileStream(_path + ".new", FileMode.Create, FileAccess.Write))
            {
                using var writer = new StreamWriter(file, leaveOpen: true);
                writer.WriteLine(Header);
                foreach (var test in _tests) writer.WriteLine(TestLine.Write(test));
                writer.Flush();
                file.Flush(flushToDisk: true);
            }

            File.Move(_path + ".new", _path, overwrite: true);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
        }
    }

    private string Header => string.Create(CultureInfo.InvariantCulture, $"edgeprobe-tests-1 {_storeEpoch:x16}");
}
