using System.Text.RegularExpressions;

namespace EdgeProbe.Architecture.Tests;

/// <summary>House rules that a compiler does not check.</summary>
public sealed partial class ReadabilityTests
{
    private const int LongestFile = 400;

    private static IEnumerable<string> Sources =>
        new[] { "shared", "agent", "collector", "tests", "bench" }.SelectMany(folder =>
            new[] { "*.cs", "*.ts", "*.svelte" }.SelectMany(pattern => Repository.Files(folder, pattern)));

    [Fact]
    public void No_file_is_longer_than_a_reader_keeps_in_the_head() =>
        Assert.DoesNotContain(Sources, file => Repository.Lines(file).Length > LongestFile);

    [Fact]
    public void No_room_is_called_after_nothing() =>
        Assert.DoesNotContain(Sources, file => file.Split('/').Any(part => part is "Helpers" or "Common" or "Utils" or "Managers"));

    [Fact]
    public void Every_log_message_of_a_program_has_a_number_of_its_own()
    {
        foreach (var program in new[] { "agent", "collector" })
        {
            var numbers = new[] { "shared", program }.SelectMany(folder => Repository.Files(folder, "*.cs"))
                .SelectMany(file => EventId().Matches(Repository.Read(file)).Select(match => (Id: match.Groups[1].Value, File: file)))
                .GroupBy(message => message.Id)
                .Where(group => group.Count() > 1)
                .Select(group => $"{group.Key}: {string.Join(", ", group.Select(message => message.File))}");
            Assert.Empty(numbers);
        }
    }

    [Fact]
    public void Every_decision_says_context_choice_and_consequence()
    {
        var decisions = Repository.Files("docs/decisions", "*.md");
        Assert.NotEmpty(decisions);
        Assert.All(decisions.Where(page => !page.EndsWith("README.md", StringComparison.Ordinal)), page =>
        {
            var text = Repository.Read(page);
            Assert.All(["Context", "Choice", "Consequence"], word => Assert.True(text.Contains(word, StringComparison.OrdinalIgnoreCase), $"{page} lacks {word}"));
        });
    }

    [GeneratedRegex(@"EventId = (\d+)")]
    private static partial Regex EventId();
}
