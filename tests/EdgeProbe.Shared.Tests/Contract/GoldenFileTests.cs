using EdgeProbe.Testing.Wire;

namespace EdgeProbe.Shared.Tests.Contract;

public sealed class GoldenFileTests
{
    [Fact]
    public void The_encoder_still_writes_version_1_0_byte_for_byte() =>
        Assert.Equal(GoldenFiles.Bytes("v1.0-batch.bin"), BatchMaker.Encode(GoldenBatches.Full));

    [Fact]
    public void The_encoder_still_writes_version_1_1_byte_for_byte() =>
        Assert.Equal(GoldenFiles.Bytes("v1.1-batch.bin"), BatchMaker.Encode(GoldenBatches.FullOfPassive));

    [Fact]
    public void Protoc_reads_the_full_batch_of_version_1_1_as_it_is_written_down() =>
        Assert.Equal(GoldenFiles.Text("v1.1-batch.txtpb"), Protoc.Decode(BatchMaker.Encode(GoldenBatches.FullOfPassive)));

    [Fact]
    public void Protoc_reads_the_full_batch_as_it_is_written_down() =>
        Assert.Equal(GoldenFiles.Text("v1.0-batch.txtpb"), Protoc.Decode(BatchMaker.Encode(GoldenBatches.Full)));

    [Fact]
    public void Protoc_reads_the_example_as_it_is_written_down() =>
        Assert.Equal(GoldenFiles.Text("v1.0-example.txtpb"), Protoc.Decode(GoldenFiles.Bytes("v1.0-example.bin")));

    [Fact]
    public void The_pages_worked_examples_are_what_the_encoder_writes()
    {
        Assert.Equal(Convert.ToHexStringLower(BatchMaker.Encode(GoldenBatches.Example)), Hex(1));
        Assert.Equal(Convert.ToHexStringLower(BatchMaker.Encode(GoldenBatches.PassiveExample)), Hex(2));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void The_pages_worked_examples_are_what_protoc_prints(int which) =>
        Assert.Equal(Block("text", which), Protoc.Decode(Convert.FromHexString(Hex(which))));

    [Fact]
    public void The_page_names_every_counter_and_every_kind_by_its_number()
    {
        var page = GoldenFiles.Text("CONTRACT.md");
        Assert.All(Enum.GetValues<Counter>().Where(c => c != Counter.None), c => Assert.Contains($"{(int)c} `{c}`", page, StringComparison.Ordinal));
        Assert.All(Enum.GetValues<Kind>().Where(k => k.IsPassive()), k => Assert.Contains($"{(int)k} `{k}`", page, StringComparison.Ordinal));
    }

    [Fact]
    public void Protoc_reads_a_newer_agents_batch_by_the_older_contract() =>
        Assert.Contains("536870911: 0x00000063", Protoc.Decode(GoldenFiles.Bytes("newer-agent.bin")), StringComparison.Ordinal);

    private static string Hex(int which) => string.Concat(Block("hex", which).Where(char.IsAsciiHexDigit));

    private static string Block(string language, int which)
    {
        var block = GoldenFiles.Text("CONTRACT.md").Split($"```{language}\n")[which];
        return block[..block.IndexOf("```", StringComparison.Ordinal)];
    }
}
