using EdgeProbe.Capture.Truth.Documents;
using EdgeProbe.Testing;
using EdgeProbe.Testing.Captures;
using EdgeProbe.Testing.Packets;

namespace EdgeProbe.Agent.Tests.Capture.Truth;

/// <summary>A recording saved as a file and sent through the engine, with the simulation's home named.</summary>
internal static class Replayed
{
    public static readonly string[] Home = ["192.0.2.0/24", "2001:db8:1::/48"];

    public static ReplayDocument Document(Recording recording, Encapsulation encapsulation = Encapsulation.Ethernet, int snapLength = 262_144)
    {
        var run = Run(recording.File(encapsulation, snapLength).ToArray());
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        return run.Document();
    }

    public static Connection Connection(Recording recording)
    {
        var document = Document(recording);
        return Assert.Single(document.Connections);
    }

    public static ReplayRun Run(byte[] file, params string[] home)
    {
        using var directory = new TemporaryDirectory();
        var path = directory.File("capture.pcap");
        File.WriteAllBytes(path, file);
        return new ReplayInProcess(TimeProvider.System).Run(path, home.Length > 0 ? home : Home);
    }
}
