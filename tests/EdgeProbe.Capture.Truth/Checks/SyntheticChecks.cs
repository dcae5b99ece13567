using EdgeProbe.Capture.Truth.Documents;
using EdgeProbe.Capture.Truth.Truths;

namespace EdgeProbe.Capture.Truth.Checks;

/// <summary>A simulated capture against what the simulation knows. The client is the home, by --home or because nothing else vouches for it.</summary>
internal static class SyntheticChecks
{
    // The simulated path takes at most 270 ms one way and is never idle for longer than its retransmission timer.
    private const double LongestUs = 1_000_000;

    // One a second: those that could still be answered within five seconds when the capture ends.
    private const int LastRequests = 5;

    public static void Add(CheckList checks, ReplayDocument document, SyntheticTruth truth)
    {
        SanityChecks.Add(checks, document, LongestUs);
        if (truth.DropsWanSide is not null) TransferChecks.Add(checks, document, truth);
        if (truth.Queries is not null) Dns(checks, document.Dns, truth);
        if (truth.ReceivedUnique is not null) Rtp(checks, document.Rtp, truth);
        if (truth.Requests is not null) Echo(checks, document.Icmp.Echo, truth);
    }

    private static void Dns(CheckList checks, Dns got, SyntheticTruth truth)
    {
        checks.Equal("DNS queries", truth.Name, truth.Queries!.Value, got.Queries);
        checks.Equal("DNS answers", truth.Name, truth.Matched, got.Answered);
        checks.Equal("DNS times", truth.Name, truth.Matched, got.TimeUs.N);
        // The capture ends before the last of them have waited long enough to be called timed out.
        checks.Equal("DNS unanswered", truth.Name, truth.Timeouts, got.Timeouts + got.Transactions.Count(each => each.Outcome == "pending"));
        checks.Equal("DNS retries", truth.Name, truth.ClientRetransmissions, got.Retries);
        checks.Near("DNS most", truth.Name, truth.Max * 1000, got.TimeUs.MaxUs, 1);
        LookupChecks.Rcodes(checks, got, truth.Rcodes.ToDictionary(each => int.Parse(each.Key), each => each.Value));
        LookupChecks.TimesForEveryRcode(checks, got);
    }

    private static void Rtp(CheckList checks, IReadOnlyList<RtpStream> got, SyntheticTruth truth)
    {
        checks.Equal("RTP streams", truth.Name, 1, got.Count);
        if (got.Count != 1) return;
        checks.Equal("RTP received", truth.Name, truth.ReceivedUnique!.Value, got[0].Received);
        checks.Equal("RTP lost", truth.Name, truth.Lost, got[0].Lost);
        checks.Equal("RTP duplicates", truth.Name, truth.Duplicates, got[0].Duplicates);
        checks.Within("RTP jitter", truth.Name, truth.FinalJitterMs * 1000, got[0].JitterUs, 0.02);
    }

    private static void Echo(CheckList checks, Echo got, SyntheticTruth truth)
    {
        checks.Equal("echo requests", truth.Name, truth.Requests!.Value, got.Requests);
        checks.Equal("echo answers", truth.Name, truth.Replies, got.Answered);
        var silent = truth.Requests.Value - truth.Replies;
        checks.True("echo timeouts", truth.Name, $"{silent}, but for the last {LastRequests} requests", $"{got.Timeouts}", got.Timeouts <= silent && got.Timeouts >= silent - LastRequests);
        var side = got.Wan.N > 0 ? got.Wan : got.Unknown;
        checks.Equal("echo times", truth.Name, truth.Replies, side.N);
        checks.Near("echo least", truth.Name, truth.Min * 1000, side.MinUs, 1);
        checks.Near("echo most", truth.Name, truth.Max * 1000, side.MaxUs, 1);
    }
}
