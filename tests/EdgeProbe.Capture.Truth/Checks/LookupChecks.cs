using EdgeProbe.Capture.Truth.Documents;
using EdgeProbe.Capture.Truth.Truths;

namespace EdgeProbe.Capture.Truth.Checks;

/// <summary>DNS, echo and TLS: every question with its one answer.</summary>
internal static class LookupChecks
{
    private const double ToleranceUs = 1;

    public static void AddDns(CheckList checks, Dns got, DnsTruth truth)
    {
        if (truth.Queries + truth.Responses == 0 && got.Queries == 0) return;
        checks.Equal("DNS answers", "whole file", truth.TimesUs.Count, got.Answered);
        checks.Equal("DNS times", "whole file", truth.TimesUs.Count, got.TimeUs.N);
        if (truth.TimesUs.Count > 0)
        {
            checks.Near("DNS least", "whole file", truth.TimesUs[0], got.TimeUs.MinUs, ToleranceUs);
            checks.Near("DNS median", "whole file", Percentiles.NearestRank(truth.TimesUs, 50), got.TimeUs.P50Us, ToleranceUs);
            checks.Near("DNS most", "whole file", truth.TimesUs[^1], got.TimeUs.MaxUs, ToleranceUs);
        }

        Rcodes(checks, got, truth.Rcodes.ToDictionary(each => each.Key, each => each.Value));
        TimesForEveryRcode(checks, got);
    }

    /// <param name="expected">Answers by the number of their rcode.</param>
    public static void Rcodes(CheckList checks, Dns got, IReadOnlyDictionary<int, int> expected)
    {
        long Of(params int[] rcodes) => rcodes.Sum(rcode => (long)expected.GetValueOrDefault(rcode));
        long Got(params string[] names) => names.Sum(name => got.Rcodes.GetValueOrDefault(name));
        checks.Equal("DNS NOERROR and NODATA", "whole file", Of(0), Got("NOERROR", "NODATA"));
        checks.Equal("DNS SERVFAIL", "whole file", Of(2), Got("SERVFAIL"));
        checks.Equal("DNS NXDOMAIN", "whole file", Of(3), Got("NXDOMAIN"));
        checks.Equal("DNS REFUSED", "whole file", Of(5), Got("REFUSED"));
        checks.Equal("DNS other rcodes", "whole file", expected.Values.Sum() - Of(0, 2, 3, 5), Got("OTHER"));
    }

    /// <summary>An answer is an answer: NXDOMAIN and SERVFAIL took their time too.</summary>
    public static void TimesForEveryRcode(CheckList checks, Dns got)
    {
        var without = got.Transactions.Where(each => each.Outcome == "answered" && each.TimeUs is null).Select(each => each.Rcode).Distinct();
        checks.Equal("DNS time of every answer", "whole file", "", string.Join(", ", without));
    }

    public static void AddEcho(CheckList checks, Echo got, EchoTruth truth)
    {
        checks.Equal("echo answers", "whole file", truth.TimesUs.Count, got.Answered);
        Delays[] sides = [.. new[] { got.Wan, got.Lan, got.Unknown }.Where(side => side.N > 0)];
        checks.Equal("echo times", "whole file", truth.TimesUs.Count, sides.Sum(side => side.N));
        if (truth.TimesUs.Count == 0 || sides.Length == 0) return;
        checks.Near("echo least", "whole file", truth.TimesUs[0], sides.Min(side => side.MinUs), ToleranceUs);
        checks.Near("echo most", "whole file", truth.TimesUs[^1], sides.Max(side => side.MaxUs), ToleranceUs);
        if (sides.Length == 1) checks.Near("echo median", "whole file", Percentiles.NearestRank(truth.TimesUs, 50), sides[0].P50Us, ToleranceUs);
    }

    public static void AddTls(CheckList checks, ReplayDocument document, CaptureTruth truth)
    {
        var ours = document.Tls.ToLookup(hello => (Endpoint.Parse(hello.Client), Endpoint.Parse(hello.Server)));
        foreach (var expected in truth.Tls.GroupBy(hello => (hello.Client, hello.Server)))
        {
            var subject = $"{expected.Key.Client} > {expected.Key.Server}";
            double?[] want = [.. expected.Select(hello => hello.HelloUs)];
            double?[] have = [.. ours[expected.Key].Select(hello => hello.HelloUs)];
            checks.Equal("TLS hellos", subject, want.Length, have.Length);
            foreach (var (first, second) in want.Zip(have)) checks.Near("TLS hello", subject, first, second, ToleranceUs);
        }
    }
}
