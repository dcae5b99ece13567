using EdgeProbe.Agent.Board;

namespace EdgeProbe.Agent.Tests.Board;

public sealed class CodePagesTests
{
    [Fact]
    public void Only_executable_pages_of_files_are_given_back()
    {
        Assert.True(CodePages.TryReadCode("55c3eb5d4000-55c3eb8e3000 r-xp 000d0000 08:01 131 /usr/bin/edgeprobe", out var start, out var length));
        Assert.Equal((0x55c3eb5d4000, 0x30F000u), ((long)start, (uint)length));
    }

    [Theory]
    [InlineData("55c3eb5d4000-55c3eb8e3000 r--p 000d0000 08:01 131 /usr/bin/edgeprobe")]
    [InlineData("55c3eb5d4000-55c3eb8e3000 rw-p 000d0000 08:01 131 /usr/bin/edgeprobe")]
    [InlineData("55c3eb5d4000-55c3eb8e3000 rwxp 00000000 00:00 0 ")]
    [InlineData("7ffd1a5d4000-7ffd1a5d6000 r-xp 00000000 00:00 0 [vdso]")]
    [InlineData("7f0000000000-7f0000001000 r-xp 00000000 00:00 0 ")]
    [InlineData("x-y r-xp 00000000 00:00 0 /a")]
    [InlineData("")]
    public void Everything_else_stays(string line) => Assert.False(CodePages.TryReadCode(line, out _, out _));

    [Fact]
    public void The_program_goes_on_without_them() => new CodePages(TimeProvider.System).GiveBack();
}
