using EdgeProbe.Agent.Schedule;
using EdgeProbe.Agent.Settings;
using EdgeProbe.Capture;
using Microsoft.Extensions.Logging;

namespace EdgeProbe.Agent.Commands;

/// <summary>The doctor's check of passive measurement. Without it the agent measures all the same, so nothing here is a failure.</summary>
internal static class PassiveCheck
{
    private const string Check = "passive";

    /// <summary>Begins a capture and ends it at once: library, permission and interface in one.</summary>
    public static async Task<DoctorFinding> MakeAsync(PassiveSettings settings, TimeProvider clock, ILogger log)
    {
        if (!settings.Enabled)
            return DoctorFinding.Good(Check, settings.HasConsent ? "passive measurement is off" : "passive measurement is off: no consent is recorded");
        try
        {
            var options = CapturePlan.Of(settings, new DefaultRoutes(clock));
            await using (LiveCapture.Open(options, new DeafSink(), clock, log).ConfigureAwait(false))
            {
                return DoctorFinding.Good(Check, $"{options.Device} can be captured on; consent: {settings.Consent}");
            }
        }
        catch (CaptureException problem)
        {
            return Finding(problem.Message);
        }
    }

    // "what is wrong: why; what to do", or "what is wrong: what to do".
    internal static DoctorFinding Finding(string problem)
    {
        var cut = problem.LastIndexOf("; ", StringComparison.Ordinal);
        if (cut < 0) cut = problem.IndexOf(": ", StringComparison.Ordinal);
        return cut < 0
            ? new DoctorFinding(Check, DoctorFinding.Warn, problem, null)
            : DoctorFinding.Worth(Check, problem[..cut], problem[(cut + 2)..]);
    }

    private sealed class DeafSink : IPassiveSink
    {
        public void Attempt(PassiveSeries series, Side side, long timeNs, Reason reason, uint microseconds, ushort code)
        {
            // The doctor does not listen.
        }

        public void Count(PassiveSeries series, Side side, long timeNs, Counter counter, ulong amount)
        {
            // The doctor does not listen.
        }

        public void Advance(long timeNs)
        {
            // The doctor does not listen.
        }
    }
}
