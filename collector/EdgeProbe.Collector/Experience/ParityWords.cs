using System.Globalization;
using EdgeProbe.Collector.Customers;
using EdgeProbe.Scoring.Parity;

namespace EdgeProbe.Collector.Experience;

/// <summary>One plain sentence for a comparison of classes: what differs, by how much, among whom, and how sure that is.</summary>
internal static class ParityWords
{
    public static string Of(ParityAnswer answer)
    {
        var (a, b, report) = (Name(answer.A), Name(answer.B), answer.Report);
        if (answer.State == ParityState.Insufficient)
            return $"Too few {a} and {b} customers are alike in technology, tier and region to tell: ten of each are needed, in groups of five or more on both sides.";
        var among = string.Create(
            CultureInfo.InvariantCulture, $"among customers alike in technology, tier and region ({report.CountA} {a}, {report.CountB} {b}, {answer.Days} days)");
        return answer.State switch
        {
            ParityState.Gap => $"{Capital(a)} and {b} customers are not treated alike: {Shift(answer)} {among}, on {answer.DaysInGap} of the last 7 days.",
            ParityState.Watch => $"Worth watching: {Why(answer)} {among}.",
            _ => $"{Capital(a)} and {b} customers are treated alike in {What(answer.Of)} {among}.",
        };
    }

    private static string Why(ParityAnswer answer)
    {
        var tail = answer.Report.Differences!.Value.P10;
        var worst = Math.Abs(tail) > Math.Abs(answer.Report.Shift!.Value);
        return worst
            ? string.Create(CultureInfo.InvariantCulture, $"the worst-off tenth of {Name(tail < 0 ? answer.A : answer.B)} customers has {Amount(answer, tail)}")
            : Shift(answer);
    }

    private static string Shift(ParityAnswer answer)
    {
        var shift = answer.Report.Shift!.Value;
        return $"{Name(shift < 0 ? answer.A : answer.B)} customers have {Amount(answer, shift)}";
    }

    private static string Amount(ParityAnswer answer, double difference)
    {
        var size = Math.Abs(difference);
        return answer.Of == ParityOf.Repair
            ? string.Create(CultureInfo.InvariantCulture, $"outages that last {size:0.#} minutes longer")
            : string.Create(CultureInfo.InvariantCulture, $"{What(answer.Of)} {size:0.#} points lower");
    }

    private static string What(ParityOf of) => of switch
    {
        ParityOf.Availability => "availability",
        ParityOf.Gap => "what they get against what they expect",
        ParityOf.Repair => "time to repair",
        _ => "a score",
    };

#pragma warning disable CA1308 // classes are lower case in files and in the API
    private static string Name(CustomerClass word) => word.ToString().ToLowerInvariant();
#pragma warning restore CA1308

    private static string Capital(string word) => char.ToUpperInvariant(word[0]) + word[1..];
}
