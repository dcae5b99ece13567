using EdgeProbe.Capture.Truth.Documents;
using EdgeProbe.Capture.Truth.Truths;

namespace EdgeProbe.Capture.Truth.Checks;

/// <summary>
/// RTT samples of each connection and direction: at least 95 % as many as tcptrace has, their median within 2 % of its own; and the sums of the
/// file. More samples than tcptrace's are welcome: it has none of many encapsulations. It takes what follows a long silence for another
/// connection, and keep-alives in it for data; those samples are not expected.
/// </summary>
internal static class RttChecks
{
    public const double Share = 0.95;
    public const double MedianShare = 0.02;

    public static void Add(CheckList checks, ReplayDocument document, CaptureTruth truth)
    {
        var ours = document.Connections.ToLookup(connection => connection.Pair);
        var keepAlives = truth.Connections.ToLookup(connection => connection.Pair, connection => connection.KeepAlive);
        var all = 0L;
        foreach (var pair in truth.Rtt.GroupBy(connection => connection.Pair))
        {
            RttTruth[] expected = [.. pair];
            Connection[] got = [.. ours[pair.Key]];
            foreach (var (from, to) in new[] { (pair.Key.Lower, pair.Key.Upper), (pair.Key.Upper, pair.Key.Lower) })
            {
                RttSamples[] theirs = [.. expected.Select(each => Of(each, from))];
                Delays[] mine = [.. got.Select(each => Of(each, from))];
                all += theirs.Length == mine.Length
                    ? Each(checks, $"{from} > {to}", theirs, mine)
                    : Sum(checks, $"{from} > {to}", theirs, mine, keepAlives[pair.Key].Sum());
            }
        }

        checks.AtLeast("RTT samples", "whole file", all, document.Connections.Sum(each => each.Rtt.Wan.N + each.Rtt.Lan.N), Share);
    }

    private static long Each(CheckList checks, string subject, RttSamples[] expected, Delays[] got)
    {
        foreach (var (theirs, ours) in expected.Zip(got))
        {
            checks.AtLeast("RTT samples", subject, theirs.Count, ours.N, Share);
            if (theirs.P50Us is { } median) checks.Within("RTT median", subject, median, ours.P50Us, MedianShare);
        }

        return expected.Sum(each => (long)each.Count);
    }

    // A pair of ports that was used again, split otherwise than we split it.
    private static long Sum(CheckList checks, string subject, RttSamples[] expected, Delays[] got, int keepAlives)
    {
        var all = Math.Max(0, expected.Sum(each => (long)each.Count) - keepAlives);
        checks.AtLeast("RTT samples", $"{subject}, {expected.Length} connections in {got.Length}", all, got.Sum(each => each.N), Share);
        return all;
    }

    private static RttSamples Of(RttTruth truth, Endpoint from) => truth.First == from ? truth.OfFirst : truth.OfSecond;

    private static Delays Of(Connection connection, Endpoint from) => Endpoint.Parse(connection.Client) == from ? connection.RttToServer : connection.RttToClient;
}
