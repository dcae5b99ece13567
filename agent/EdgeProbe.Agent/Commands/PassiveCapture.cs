using EdgeProbe.Agent.Schedule;
using EdgeProbe.Agent.Settings;
using EdgeProbe.Agent.Windows.Passive;
using EdgeProbe.Capture;
using Microsoft.Extensions.Logging;

namespace EdgeProbe.Agent.Commands;

/// <summary>
/// Keeps the passive capture going when the settings ask for it. What cannot heal by itself (no library, no permission, an unsupported link)
/// is a handicap; an interface that is not there is tried again, after a second first and a minute at last. Never the end of the agent.
/// </summary>
internal sealed class PassiveCapture(
    PassiveSettings settings, DefaultRoutes routes, PassiveStage stage, OpenCapture open, EventTeller teller, TimeProvider clock, ILogger log)
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);
    private readonly Lock _gate = new();
    private CaptureCounters _before;
    private ICapture? _running;
    private volatile PassiveState _state = PassiveState.Off;
    private bool _isLost;

    /// <summary>The capture began, or ended before it was asked to.</summary>
    public event Action? Changed;

    public PassiveState State => _state;

    /// <summary>Of all captures since the start: they only grow, whatever becomes of the interface.</summary>
    public CaptureCounters Counters
    {
        get
        {
            lock (_gate) return _running is { } capture ? Sum(_before, capture.Counters) : _before;
        }
    }

    /// <summary>Ends: when it is cancelled, or at once when nothing is to be captured or never can be here.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        if (!settings.Enabled) return;
        try
        {
            var wait = FirstWait;
            // Ends: asked to stop, or what is wrong does not heal.
            while (true)
            {
                var began = clock.GetTimestamp();
                if (await CaptureAsync(stopping).ConfigureAwait(false) is not { } problem) return;
                if (!Fail(problem)) return;
                // An interface that comes and goes in turn is no reason to hurry.
                if (clock.GetElapsedTime(began) > LongestWait) wait = FirstWait;
                await Task.Delay(wait, clock, stopping).ConfigureAwait(false);
                wait = wait * 2 < LongestWait ? wait * 2 : LongestWait;
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Asked to stop.
        }
    }

    /// <summary>Captures until asked to stop, then null, or until it cannot: then why.</summary>
    private async Task<CaptureException?> CaptureAsync(CancellationToken stopping)
    {
        try
        {
            var options = CapturePlan.Of(settings, routes);
            var capture = open(options, stage);
            await using var _ = capture.ConfigureAwait(false);
            Begin(capture, options.Device);
            try { await capture.RunAsync(stopping).ConfigureAwait(false); }
            finally { Keep(capture.Counters); }
            return null;
        }
        catch (CaptureException problem)
        {
            return problem;
        }
#pragma warning disable CA1031 // the edge of the capture: its bug costs what it was watching and a line in the log, never the active tests
        catch (Exception unexpected) when (unexpected is not OperationCanceledException)
        {
            CommandsLog.CaptureBroke(log, unexpected);
            return new CaptureException(CaptureProblem.Other, "something unexpected ended the capture; it is in the log");
        }
#pragma warning restore CA1031
        finally
        {
            // The capture is disposed and its threads have ended: nobody else touches the stage now.
            stage.Finish();
        }
    }

    private void Begin(ICapture capture, string device)
    {
        lock (_gate) _running = capture;
        _state = PassiveState.Capturing(device);
        CommandsLog.Capturing(log, device);
        if (_isLost) teller.Tell("capture/back", device, $"Capturing on {device} again.");
        _isLost = false;
        Changed?.Invoke();
    }

    private void Keep(CaptureCounters last)
    {
        lock (_gate) (_before, _running) = (Sum(_before, last), null);
    }

    /// <summary>Says what is wrong; false when it does not heal by itself.</summary>
    private bool Fail(CaptureException problem)
    {
        var device = _state.Device;
        _state = PassiveState.Cannot(problem.Message);
        if (device is not null) Changed?.Invoke();
        if (device is not null) teller.Tell("capture/lost", device, $"{problem.Message}.");
        else if (!_isLost) CommandsLog.Handicap(log, problem.Message);
        _isLost = true;
        return problem.Problem is not (CaptureProblem.NoLibrary or CaptureProblem.NoPermission or CaptureProblem.UnsupportedLink);
    }

    private static CaptureCounters Sum(CaptureCounters before, CaptureCounters now) => now with
    {
        FramesReceived = before.FramesReceived + now.FramesReceived,
        FramesDropped = before.FramesDropped + now.FramesDropped,
        ObservationsDropped = before.ObservationsDropped + now.ObservationsDropped,
        SampledOut = before.SampledOut + now.SampledOut,
        Packets = before.Packets + now.Packets,
    };
}
