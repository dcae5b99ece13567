using System.Globalization;
using EdgeProbe.Contract;

namespace EdgeProbe.Agent.Schedule;

/// <summary>One test as a line of the table's file: alias, kind, segment, family, period in ms, name, endpoint, parameters; by tabs.</summary>
internal static class TestLine
{
    public static string Write(TestDescription test) => string.Create(
        CultureInfo.InvariantCulture,
        $"{test.Alias}\t{(int)test.Kind}\t{(int)test.Segment}\t{(int)test.Family}\t{(long)test.Period.TotalMilliseconds}\t{Clean(test.Target)}\t{Clean(test.Endpoint)}\t{Parameters(test)}\t.");

    /// <summary>Null when the line is torn or is not that alias.</summary>
    public static TestDescription? Read(string line, uint alias)
    {
        var parts = line.Split('\t');
        if (parts.Length != 9 || parts[8] != "." || !uint.TryParse(parts[0], CultureInfo.InvariantCulture, out var own) || own != alias) return null;
        if (!byte.TryParse(parts[1], out var kind) || !byte.TryParse(parts[2], out var segment) || !byte.TryParse(parts[3], out var family)) return null;
        if (!long.TryParse(parts[4], CultureInfo.InvariantCulture, out var period)) return null;
        return new TestDescription
        {
            Alias = alias,
            Kind = (Kind)kind,
            Segment = (Segment)segment,
            Family = (IpFamily)family,
            Period = TimeSpan.FromMilliseconds(period),
            Target = parts[5],
            Endpoint = parts[6],
            Parameters = Parameters(parts[7]),
        };
    }

    private static Dictionary<string, string> Parameters(string text)
    {
        var parameters = new Dictionary<string, string>();
        foreach (var part in text.Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.Split('=', 2) is [var key, var value]) parameters[key] = value;
        }

        return parameters;
    }

    private static string Parameters(TestDescription test)
    {
        var parts = new List<string>();
        foreach (var (key, value) in test.Parameters) parts.Add($"{key}={Clean(value)}");
        return string.Join(';', parts);
    }

    private static string Clean(string text) => text.Replace('\t', ' ').ReplaceLineEndings(" ");
}
