using System.Text.Json;
using EdgeProbe.Capture.Truth.Checks;
using EdgeProbe.Capture.Truth.Documents;
using EdgeProbe.Testing;
using EdgeProbe.Testing.Captures;
using EdgeProbe.Testing.Packets;

namespace EdgeProbe.Capture.Truth.Hostile;

/// <summary>Broken capture files, each through a whole replay.</summary>
internal sealed class FileFuzz : IDisposable
{
    // Larger files take longer to copy than to break.
    private const int LargestFile = 300_000;
    private static readonly int[] ExitCodes = [0, 5, 6, 7, 8];

    private readonly Random _chance;
    private readonly FileMutator _mutator;
    private readonly IReadOnlyList<byte[]> _files;
    private readonly TemporaryDirectory _directory = new();
    private readonly ReplayInProcess _replay;

    public FileFuzz(int seed, IEnumerable<string> captures, TimeProvider clock)
    {
        _chance = new Random(seed);
        _mutator = new FileMutator(_chance);
        _files = [.. Simulated(), .. captures.Where(file => new FileInfo(file).Length <= LargestFile).Select(File.ReadAllBytes)];
        _replay = new ReplayInProcess(clock);
    }

    public Dictionary<int, long> Ended { get; } = [];

    public TimeSpan Longest { get; private set; }

    /// <summary>One broken file.</summary>
    /// <exception cref="InvalidOperationException">It ended in a way that docs/replay.md does not know, or its document is impossible.</exception>
    public void Once()
    {
        var path = _directory.File("broken.pcap");
        File.WriteAllBytes(path, _mutator.Mutate(_files[_chance.Next(0, _files.Count)]));
        var run = _replay.Run(path);
        Ended[run.ExitCode] = Ended.GetValueOrDefault(run.ExitCode) + 1;
        if (run.Elapsed > Longest) Longest = run.Elapsed;
        if (!ExitCodes.Contains(run.ExitCode)) throw new InvalidOperationException($"exit code {run.ExitCode}");
        if (run.Json.Length == 0) return;
        Judge(run);
    }

    public void Dispose() => _directory.Dispose();

    private static void Judge(ReplayRun run)
    {
        try
        {
            var checks = new CheckList();
            SanityChecks.Add(checks, run.Document());
            if (checks.Checks.FirstOrDefault(check => !check.Passed) is { } failed) throw new InvalidOperationException(failed.ToString());
        }
        catch (JsonException unreadable)
        {
            throw new InvalidOperationException("the document is no JSON", unreadable);
        }
    }

    private static IEnumerable<byte[]> Simulated()
    {
        var scene = Transfer.Run(1, new TransferOptions { Segments = 30, Path = new PathOptions { LanLoss = 0.05, WanLoss = 0.05 } }).Recording
            .With(Lookups.Run(2, 10).Recording).With(Call.Run(3, new CallOptions { Packets = 20 }).Recording).With(Pings.Run(4, 3).Recording);
        foreach (var encapsulation in Enum.GetValues<Encapsulation>()) yield return scene.File(encapsulation).ToArray();
        yield return scene.File(nanoseconds: false).ToArray();
        foreach (var littleEndian in new[] { false, true })
        {
            var file = new PcapNgFile(littleEndian).Interface().Interface(linkType: 101, resolution: 6);
            foreach (var seen in scene.Packets) file.Add(Recording.EpochNs + seen.TimeNs, Frames.Ethernet(seen.Packet));
            foreach (var seen in scene.Packets.Take(20)) file.Add(Recording.EpochNs + seen.TimeNs, seen.Packet, on: 1).AddSimple(Frames.Ethernet(seen.Packet));
            yield return file.ToArray();
        }
    }
}
