using EdgeProbe.Capture.Truth.Checks;
using EdgeProbe.Capture.Truth.Documents;
using EdgeProbe.Testing.Captures;
using EdgeProbe.Testing.Packets;

namespace EdgeProbe.Agent.Tests.Capture.Truth;

/// <summary>Frames are only the way in: what they carry decides.</summary>
public sealed class EncapsulationTruthTests
{
    private static readonly Recording Everything = Transfer.Run(1, new TransferOptions { Path = new PathOptions { LanLoss = 0.01, WanLoss = 0.01 } }).Recording
        .With(Transfer.Run(2, new TransferOptions { V6 = true, ClientPort = 51_001 }).Recording)
        .With(Lookups.Run(3, 40).Recording).With(Call.Run(4, new CallOptions { Packets = 200 }).Recording).With(Pings.Run(5, 5).Recording);

    [Fact]
    public void The_same_packets_in_nine_encapsulations_give_the_same_document()
    {
        (string, ReplayRun)[] runs = [.. Enum.GetValues<Encapsulation>().Select(each => ($"{each}", Replayed.Run(Everything.File(each).ToArray())))];

        Assert.Equal(9, runs.Length);
        Assert.All(EncapsulationChecks.Of(runs), check => Assert.True(check.Passed, check.ToString()));
    }

    [Fact]
    public void Headers_alone_give_the_same_connections_as_whole_packets()
    {
        var whole = Replayed.Document(Everything);
        var cut = Replayed.Document(Everything, snapLength: 96);

        Assert.Equal(whole.Connections, cut.Connections);
        Assert.Equal(whole.Totals.BytesIp, cut.Totals.BytesIp);
    }

    [Fact]
    public void A_file_that_ends_in_the_middle_of_a_frame_is_analysed_up_to_there()
    {
        var (recording, _) = Transfer.Run(1, new TransferOptions { Segments = 60 });
        var file = recording.File().ToArray();
        var run = Replayed.Run(file[..^7]);

        Assert.Equal(6, run.ExitCode);
        Assert.True(run.Document().Totals.Truncated);
        Assert.Equal(recording.Count - 1, run.Document().Totals.Frames);
        Assert.Equal("complete", Assert.Single(run.Document().Connections).Handshake);
    }

    [Fact]
    public void The_same_file_gives_the_same_document_again()
    {
        var file = Everything.File().ToArray();

        Assert.Equal(Replayed.Run(file).Json, Replayed.Run(file).Json);
    }
}
