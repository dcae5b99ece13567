using System.Reflection;
using System.Text.RegularExpressions;
using EdgeProbe.Capture.Parsing;

namespace EdgeProbe.Agent.Tests.Capture.Parsing;

public sealed partial class ParseCountersTests
{
    [Fact]
    public void Every_counter_is_named_after_itself_and_in_order()
    {
        var counters = new ParseCounters();
        var fields = typeof(ParseCounters).GetFields(BindingFlags.Instance | BindingFlags.Public);
        for (var i = 0; i < fields.Length; i++) fields[i].SetValue(counters, 100L + i);
        var expected = fields.Select((field, i) => KeyValuePair.Create(Capitals().Replace(field.Name, "_$0").ToLowerInvariant(), 100L + i));
        Assert.Equal(expected.OrderBy(pair => pair.Key, StringComparer.Ordinal), counters.Named().OrderBy(pair => pair.Key, StringComparer.Ordinal));
    }

    [GeneratedRegex("(?<!^)[A-Z]")]
    private static partial Regex Capitals();
}
