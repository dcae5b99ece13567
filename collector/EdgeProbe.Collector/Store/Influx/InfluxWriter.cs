namespace EdgeProbe.Collector.Store.Influx;

/// <summary>One line and, after a write, why it was refused.</summary>
internal sealed record RefusedLine(int Index, string Reason);

/// <summary>
/// Writes lines, one request at a time (several connections make InfluxDB 1.x slower). When the server refuses lines, halves are tried until
/// the bad ones stand alone; writing the good ones again changes nothing, since a point is its series and time.
/// </summary>
internal sealed class InfluxWriter(InfluxClient client) : IDisposable
{
    // InfluxData's own advice for one request.
    private const int MostLines = 5_000;

    private readonly SemaphoreSlim _one = new(1, 1);

    /// <summary>The first reply that stopped the write (try again, misconfigured), or Ok with the lines refused for good.</summary>
    public async ValueTask<(InfluxReply Reply, List<RefusedLine> Refused)> WriteAsync(IReadOnlyList<string> lines, CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            var refused = new List<RefusedLine>();
            for (var from = 0; from < lines.Count; from += MostLines)
            {
                var reply = await WriteOrSplitAsync(lines, from, Math.Min(MostLines, lines.Count - from), refused, cancellation);
                if (reply.Kind != ReplyKind.Ok) return (reply, []);
            }

            return (new InfluxReply(ReplyKind.Ok, ""), refused);
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    // Ends: each refusal halves the lines, and one line refused alone is set aside.
    private async ValueTask<InfluxReply> WriteOrSplitAsync(
        IReadOnlyList<string> lines, int from, int count, List<RefusedLine> refused, CancellationToken cancellation)
    {
        var reply = await client.WriteAsync(string.Concat(lines.Skip(from).Take(count)), cancellation);
        if (reply.Kind != ReplyKind.BadLines) return reply;
        if (count == 1)
        {
            refused.Add(new RefusedLine(from, reply.Words));
            return new InfluxReply(ReplyKind.Ok, "");
        }

        var first = await WriteOrSplitAsync(lines, from, count / 2, refused, cancellation);
        return first.Kind != ReplyKind.Ok ? first : await WriteOrSplitAsync(lines, from + count / 2, count - count / 2, refused, cancellation);
    }
}
