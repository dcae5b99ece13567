using System.Diagnostics;

namespace EdgeProbe.Capture.Truth.Hostile;

/// <summary>Managed and resident memory between the first tenth of a run and its end.</summary>
internal sealed class MemoryWatch(long total)
{
    private (long Managed, long Resident)? _settled;

    public void At(long done)
    {
        if (_settled is null && done >= total / 10) _settled = Now();
    }

    /// <summary>The larger of what the report says already and what was added here.</summary>
    public HostileReport Into(HostileReport report)
    {
        if (_settled is not { } settled) return report;
        var (managed, resident) = Now();
        return report with
        {
            ManagedGrowthBytes = Math.Max(report.ManagedGrowthBytes, managed - settled.Managed),
            ResidentGrowthBytes = Math.Max(report.ResidentGrowthBytes, resident - settled.Resident),
        };
    }

    private static (long Managed, long Resident) Now()
    {
        var managed = GC.GetTotalMemory(forceFullCollection: true);
        using var self = Process.GetCurrentProcess();
        return (managed, self.WorkingSet64);
    }
}
