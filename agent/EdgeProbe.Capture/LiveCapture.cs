using System.Security.Cryptography;
using EdgeProbe.Capture.Flows;
using EdgeProbe.Capture.Observations;
using EdgeProbe.Capture.Parsing;
using EdgeProbe.Capture.Pcap;
using Microsoft.Extensions.Logging;

namespace EdgeProbe.Capture;

/// <summary>
/// Watches one interface: libpcap on a thread of its own, parsed there, through a Pipe to the flow stage on another thread, and out to the
/// sink, which is called on that second thread only. Nothing but the sink's numbers leaves it. Owns both threads until it is disposed.
/// </summary>
public sealed class LiveCapture : IAsyncDisposable
{
    private readonly DeviceSource _source;
    private readonly CaptureOptions _options;
    private readonly SideMap _sides;
    private readonly FlowStage _stage;
    private readonly FlowSampling _sampling;
    private readonly ObservationPipe _pipe;
    private readonly FrameIntake _intake;
    private readonly StepWatch _steps;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private Task _reading = Task.CompletedTask;

    private LiveCapture(DeviceSource source, CaptureOptions options, IPassiveSink sink, TimeProvider clock, ILogger log)
    {
        (_source, _options, _clock, _log) = (source, options, clock, log);
        var secret = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));
        _sides = new SideMap(options.HomeNetworks, options.HomeNetworks.Count > 0 ? [] : HomeRoutes.Of(options.Device), options.OwnAddresses);
        _stage = new FlowStage(options, sink, _sides, book: null, secret);
        _sampling = new FlowSampling(secret, isOn: true);
        _pipe = new ObservationPipe(options.PipeBytes, _sampling);
        _intake = new FrameIntake(new FrameParser(source.Link, secret), _pipe);
        _steps = new StepWatch(clock);
    }

    /// <summary>Current counters; callable from any thread.</summary>
    public CaptureCounters Counters
    {
        get
        {
            var (received, dropped) = _source.Counters();
            return new CaptureCounters
            {
                FramesReceived = received,
                FramesDropped = dropped,
                ObservationsDropped = _pipe.Dropped,
                SampledOut = _sampling.LeftOut,
                SampleShift = _sampling.Shift,
                Packets = _intake.Frames,
            };
        }
    }

    /// <exception cref="CaptureException">The interface cannot be captured on.</exception>
    public static LiveCapture Open(CaptureOptions options, IPassiveSink sink, TimeProvider clock, ILogger log)
    {
        ArgumentNullException.ThrowIfNull(options);
        var source = DeviceSource.Open(options.Device, options.RingBytes);
        CaptureLog.Opened(log, options.Device, options.RingBytes / 1024);
        return new LiveCapture(source, options, sink, clock, log);
    }

    /// <summary>Ends: when it is cancelled, or with a <see cref="CaptureException"/> when the interface is gone.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        _reading = Task.Factory.StartNew(
            () => ReadFrames(stopping), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        using var broken = stopping.Register(_source.Break);
        await TakeObservationsAsync().ConfigureAwait(false);
        await _reading.ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        _source.Break();
        await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _source.Dispose();
        _pipe.Dispose();
        _stage.Dispose();
        _sides.Dispose();
    }

    private void ReadFrames(CancellationToken stopping)
    {
        try
        {
            // Ends: asked to stop, or the device is gone.
            while (!stopping.IsCancellationRequested)
            {
                _steps.Look(_pipe);
                var end = _source.Read(_intake, most: -1);
                _steps.Look(_pipe);
                _pipe.Flush();
                if (end == ReadEnd.Failed)
                    throw new CaptureException(CaptureProblem.DeviceDown, $"{_options.Device} cannot be captured on any more: {_source.Problem}");
            }
        }
        catch (CaptureException gone)
        {
            CaptureLog.Gone(_log, gone.Message);
            throw;
        }
        finally
        {
            _pipe.Complete();
        }
    }

    private async Task TakeObservationsAsync()
    {
        var reader = _pipe.Reader;
        using var idle = _clock.CreateTimer(static state => ((System.IO.Pipelines.PipeReader)state!).CancelPendingRead(), reader, Quiet, Quiet);
        // Ends: the capture thread has completed the Pipe.
        while (true)
        {
            var result = await reader.ReadAsync().ConfigureAwait(false);
            if (!result.Buffer.IsEmpty) _pipe.Take(result.Buffer, _stage);
            else reader.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted) break;
            if (result.IsCanceled) Tick();
        }

        _stage.Close();
    }

    /// <summary>Time goes on where no frame says so; a little behind, since frames may still be on their way out of the ring.</summary>
    private void Tick() =>
        _stage.Take(new Observation { Kind = ObservationKind.Tick, TimeNs = StepWatch.UnixNs(_clock.GetUtcNow() - Quiet) });

    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1);
}
