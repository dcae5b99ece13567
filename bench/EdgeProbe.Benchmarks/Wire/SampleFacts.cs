namespace EdgeProbe.Benchmarks.Wire;

/// <summary>One number of a sample with the name it has in a readable format and in a short one.</summary>
internal readonly record struct Fact(int Place, string Name, string ShortName, long Value);

/// <summary>
/// What every format has to carry: the same numbers of the same sample, and nothing that our own leaves out. A counter at zero is left out
/// by all.
/// </summary>
internal static class SampleFacts
{
    public static IEnumerable<Fact> Of(Sample sample)
    {
        yield return new(1, "sent", "s", sample.Sent);
        yield return new(2, "received", "r", sample.Received);
        if (sample.Received > 0) yield return new(3, "min_us", "n", (long)sample.Delays.Min);
        if (sample.Received > 1) yield return new(4, "mean_us", "m", (long)Math.Round(sample.Delays.Mean));
        if (sample.Received > 1) yield return new(5, "max_us", "x", (long)sample.Delays.Max);
        if (sample.IpdvMicroseconds is { } ipdv) yield return new(6, "ipdv_us", "j", ipdv);
        foreach (var (place, name, value) in Counters(sample).Where(counter => counter.Value != 0))
            yield return new(place, name, $"c{place}", value);
        if (sample.Code is { } code) yield return new(20, "code", "k", code);
        if (sample.Http is not { } http) yield break;
        if (http.Resolve is { } resolve) yield return new(21, "resolve_us", "h", resolve);
        if (http.Connect is { } connect) yield return new(22, "connect_us", "i", connect);
        if (http.Tls is { } tls) yield return new(23, "tls_us", "l", tls);
        if (http.FirstByte is { } firstByte) yield return new(24, "first_byte_us", "f", firstByte);
        if (http.CertificateDaysLeft is { } days) yield return new(25, "cert_days", "d", days);
    }

    /// <summary>The buckets that hold something: index and count.</summary>
    public static IEnumerable<(int Index, uint Count)> BucketsOf(Sample sample)
    {
        // One answer is told by its delay in every format.
        if (sample.Received < 2) yield break;
        for (var i = 0; i < sample.Delays.Buckets.Length; i++)
        {
            if (sample.Delays.Buckets[i] > 0) yield return (sample.Delays.FirstIndex + i, sample.Delays.Buckets[i]);
        }
    }

    /// <summary>The buckets in as few bytes as they can be for formats with a field of bytes: gap and count as one byte each if small.</summary>
    public static byte[] PackedBucketsOf(Sample sample)
    {
        var bytes = new byte[4 * ContractBuckets];
        var writer = new Contract.ProtoWriter(bytes);
        var previous = 0;
        foreach (var (index, count) in BucketsOf(sample))
        {
            writer.Varint((ulong)(index - previous + 1));
            writer.Varint(count);
            previous = index;
        }

        return bytes[..writer.Position];
    }

    private const int ContractBuckets = 1_025;

    private static IEnumerable<(int Place, string Name, long Value)> Counters(Sample sample) =>
    [
        (7, "failed", sample.Failed), (8, "not_attempted", sample.NotAttempted), (9, "loss_episodes", sample.LossEpisodes),
        (10, "duplicate", sample.Duplicate), (11, "reordered", sample.Reordered), (12, "late", sample.Late), (13, "invalid", sample.Invalid),
        (14, "lost_up", sample.LostUp), (15, "lost_down", sample.LostDown), (16, "reason", (long)sample.Reason),
        (17, "flags", (long)sample.Flags), (18, "addresses", sample.Addresses), (19, "addresses_answering", sample.AddressesAnswering),
        (26, "path_hops", sample.Path?.Hops ?? 0), (27, "path_answering", sample.Path?.Answering ?? 0),
        (28, "path_hash", unchecked((long)(sample.Path?.Hash ?? 0))),
        (29, "dns_failed", sample.Failures.Dns), (30, "tcp_failed", sample.Failures.Tcp), (31, "tls_failed", sample.Failures.Tls),
        (32, "http_failed", sample.Failures.Http), (33, "content_failed", sample.Failures.Content),
    ];
}
