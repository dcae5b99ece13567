using EdgeProbe.Capture.Truth.Documents;
using EdgeProbe.Capture.Truth.Truths;

namespace EdgeProbe.Capture.Truth.Checks;

/// <summary>
/// RTT samples of each connection and direction: at least 95 % as many as tcptrace has, their median within 2 % of its own; and the sums of the
/// file. More samples than tcptrace's are welcome: it has none of many encapsulations.
/// </summary>
internal static class RttChecks
{
    public const double Share = 0.95;
    public const double MedianShare = 0.02;

    public static void Add(CheckList checks, ReplayDocument document, CaptureTruth truth)
    {
        var ours = document.Connections.ToLookup(connection => connection.Pair);
        foreach (var pair in truth.Rtt.GroupBy(connection => connection.Pair))
        {
            RttTruth[] expected = [.. pair];
            Connection[] got = [.. ours[pair.Key]];
            foreach (var (from, to) in new[] { (pair.Key.Lower, pair.Key.Upper), (pair.Key.Upper, pair.Key.Lower) })
            {
                Counts(checks, $"{from} > {to}", [.. expected.Select(each => Of(each, from))], [.. got.Select(each => Of(each, from))]);
            }
        }

        checks.AtLeast("RTT samples", "whole file", truth.Rtt.Sum(each => (long)each.OfFirst.Count + each.OfSecond.Count), document.Connections.Sum(each => each.Rtt.Wan.N + each.Rtt.Lan.N), Share);
    }

    // A pair of ports that was used again: when both split it alike, each part is compared, else the sum.
    private static void Counts(CheckList checks, string subject, RttSamples[] expected, Delays[] got)
    {
        if (expected.Length != got.Length)
        {
            checks.AtLeast("RTT samples", $"{subject}, {expected.Length} connections in {got.Length}", expected.Sum(each => (long)each.Count), got.Sum(each => each.N), Share);
            return;
        }

        for (var i = 0; i < expected.Length; i++)
        {
            checks.AtLeast("RTT samples", subject, expected[i].Count, got[i].N, Share);
            if (expected[i].P50Us is { } median) checks.Within("RTT median", subject, median, got[i].P50Us, MedianShare);
        }
    }

    private static RttSamples Of(RttTruth truth, Endpoint from) => truth.First == from ? truth.OfFirst : truth.OfSecond;

    private static Delays Of(Connection connection, Endpoint from) => Endpoint.Parse(connection.Client) == from ? connection.RttToServer : connection.RttToClient;
}
