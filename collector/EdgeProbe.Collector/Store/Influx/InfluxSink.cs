using System.Diagnostics.Metrics;
using System.Threading.Channels;
using EdgeProbe.Collector.Settings;
using Microsoft.Extensions.Logging;

namespace EdgeProbe.Collector.Store.Influx;

/// <summary>
/// Copies the numbers to another server, VictoriaMetrics for one. Acks never wait for it: it has a bounded line of its own, loses the oldest
/// windows when that is full, and counts them.
/// </summary>
public sealed class InfluxSink : ISampleSink
{
    // A minute of a thousand probes with twelve tests.
    private const int MostWaiting = 72_000;
    private const int MostAtOnce = 5_000;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly InfluxClient _client;
    private readonly InfluxWriter _writer;
    private readonly Channel<string> _waiting;
    private readonly CancellationTokenSource _stopping = new();
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly Counter<long> _written;
    private readonly Counter<long> _dropped;
    private readonly Counter<long> _refused;
    private readonly Task _work;

    public InfluxSink(InfluxSettings settings, CollectorMeter meter, TimeProvider clock, ILogger<InfluxSink> log)
    {
        (_clock, _log) = (clock, log);
        _client = new InfluxClient(settings);
        _writer = new InfluxWriter(_client);
        _written = meter.Counter("edgeprobe_sink_written", "Windows that a sink took");
        _dropped = meter.Counter("edgeprobe_sink_dropped", "Windows that a sink lost because it could not keep up");
        _refused = meter.Counter("edgeprobe_sink_refused", "Windows that a sink will never take");
        var options = new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true };
        _waiting = Channel.CreateBounded<string>(options, _ => _dropped.Add(1, Tag));
        _work = WorkAsync();
    }

    public string Name => _client.Name;

    private KeyValuePair<string, object?> Tag => new("sink", Name);

    public void Offer(IReadOnlyList<WindowRow> rows)
    {
        foreach (var row in rows) _waiting.Writer.TryWrite(InfluxLines.Of(row, numbersOnly: true));
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _work;
        _writer.Dispose();
        _client.Dispose();
        _stopping.Dispose();
    }

    private async Task WorkAsync()
    {
        try
        {
            while (await _waiting.Reader.WaitToReadAsync(_stopping.Token)) await WriteAsync(Take());
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
        }
#pragma warning disable CA1031 // the edge of the sink's loop: a sink must never take the collector with it
        catch (Exception unexpected)
        {
            StoreLog.SinkBroke(_log, unexpected, Name);
        }
#pragma warning restore CA1031
    }

    private List<string> Take()
    {
        var lines = new List<string>();
        while (lines.Count < MostAtOnce && _waiting.Reader.TryRead(out var line)) lines.Add(line);
        return lines;
    }

    // Ends: the sink takes the lines, or the collector stops. Meanwhile newer windows push out older ones.
    private async Task WriteAsync(List<string> lines)
    {
        for (var pause = Pause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            var (reply, refused) = await _writer.WriteAsync(lines, _stopping.Token);
            if (reply.Kind == ReplyKind.Ok)
            {
                _written.Add(lines.Count - refused.Count, Tag);
                _refused.Add(refused.Count, Tag);
                return;
            }

            StoreLog.SinkFailed(_log, Name, reply.Words);
            await Task.Delay(pause, _clock, _stopping.Token);
        }
    }
}
