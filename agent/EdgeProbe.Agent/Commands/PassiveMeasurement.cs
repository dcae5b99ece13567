using EdgeProbe.Agent.Schedule;
using EdgeProbe.Agent.Settings;
using EdgeProbe.Agent.Windows.Passive;
using EdgeProbe.Contract;
using Microsoft.Extensions.Logging;

namespace EdgeProbe.Agent.Commands;

/// <summary>The passive half put together: capture to windows to the samples that may leave.</summary>
internal sealed class PassiveMeasurement
{
    private const string Endpoint = "passive";
    private readonly ClosedWindows _closed = new();
    private readonly PassiveStage _stage;

    public PassiveMeasurement(AgentSettings settings, DefaultRoutes routes, TestTable table, EventTeller teller, TimeProvider clock, ILoggerFactory logs)
    {
        var length = TimeSpan.FromSeconds(settings.Window.LengthSeconds);
        _stage = new PassiveStage((int)length.TotalMilliseconds, _closed);
        var open = LibpcapCapture.Opener(clock, logs.CreateLogger("capture"));
        Capture = new PassiveCapture(settings.Passive, routes, _stage, open, teller, clock, logs.CreateLogger("agent"));
        Release = new PassiveRelease(_closed, test => table.AliasOf(Describe(test, length)), () => Capture.Counters);
    }

    public PassiveCapture Capture { get; }

    public PassiveRelease Release { get; }

    /// <summary>For the birth: what the probe can do.</summary>
    public IReadOnlyList<string> Capabilities => Capture.State.IsCapturing ? ["passive"] : [];

    public PassiveStatusDocument Status()
    {
        var (state, counters) = (Capture.State, Capture.Counters);
        return new PassiveStatusDocument(
            state.Word, state.Device, state.Problem, counters.FramesReceived, counters.FramesDropped, counters.ObservationsDropped, counters.SampledOut,
            counters.SampleShift, _stage.Late, _stage.Withheld, _closed.Dropped, Release.TooFew);
    }

    private static TestDescription Describe(PassiveTest test, TimeSpan period) => new()
    {
        Alias = 0,
        Kind = test.Kind,
        Segment = test.Segment,
        Target = test.Name,
        Endpoint = Endpoint,
        Period = period,
    };
}
