namespace EdgeProbe.Scoring.Availability;

public enum BurnAlert : byte { None, Ticket, Page }

/// <summary>
/// How fast an error budget is being used: bad share over allowed share, and the multiwindow rule that alerts on it (Google SRE Workbook,
/// chapter 5). Both windows of a pair must agree; a window that was not measured never alerts.
/// </summary>
public static class BurnRate
{
    private const double FastPage = 14.4;
    private const double SlowPage = 6;
    private const double ForTicket = 1;

    /// <param name="objective">Promised good share, under 1.</param>
    public static double? Of(long bad, long total, double objective) => total == 0 ? null : (double)bad / total / (1 - objective);

    public static BurnAlert Alert(double? minutes5, double? minutes30, double? hour1, double? hours6, double? days3)
    {
        if ((hour1 >= FastPage && minutes5 >= FastPage) || (hours6 >= SlowPage && minutes30 >= SlowPage)) return BurnAlert.Page;
        return days3 >= ForTicket && hours6 >= ForTicket ? BurnAlert.Ticket : BurnAlert.None;
    }
}
