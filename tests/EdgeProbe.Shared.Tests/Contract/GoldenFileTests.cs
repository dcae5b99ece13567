using EdgeProbe.Testing.Wire;

namespace EdgeProbe.Shared.Tests.Contract;

public sealed class GoldenFileTests
{
    [Fact]
    public void The_encoder_still_writes_version_1_0_byte_for_byte() =>
        Assert.Equal(GoldenFiles.Bytes("v1.0-batch.bin"), BatchMaker.Encode(GoldenBatches.Full));

    [Fact]
    public void Protoc_reads_the_full_batch_as_it_is_written_down() =>
        Assert.Equal(GoldenFiles.Text("v1.0-batch.txtpb"), Protoc.Decode(BatchMaker.Encode(GoldenBatches.Full)));

    [Fact]
    public void Protoc_reads_the_example_as_it_is_written_down() =>
        Assert.Equal(GoldenFiles.Text("v1.0-example.txtpb"), Protoc.Decode(GoldenFiles.Bytes("v1.0-example.bin")));

    [Fact]
    public void The_pages_worked_example_is_what_the_encoder_writes() =>
        Assert.Equal(Convert.ToHexStringLower(BatchMaker.Encode(GoldenBatches.Example)), string.Concat(Block("hex").Where(char.IsAsciiHexDigit)));

    [Fact]
    public void The_pages_worked_example_is_what_protoc_prints() =>
        Assert.Equal(Block("text"), Protoc.Decode(Convert.FromHexString(string.Concat(Block("hex").Where(char.IsAsciiHexDigit)))));

    [Fact]
    public void Protoc_reads_a_newer_agents_batch_by_the_older_contract() =>
        Assert.Contains("536870911: 0x00000063", Protoc.Decode(GoldenFiles.Bytes("newer-agent.bin")), StringComparison.Ordinal);

    private static string Block(string language)
    {
        var page = GoldenFiles.Text("CONTRACT.md");
        var start = page.IndexOf($"```{language}\n", StringComparison.Ordinal) + language.Length + 4;
        return page[start..page.IndexOf("```", start, StringComparison.Ordinal)];
    }
}
