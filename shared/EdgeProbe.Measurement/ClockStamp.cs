namespace EdgeProbe;

/// <summary>How far the wall clock could be trusted when something was stamped. The numbers are part of the wire contract.</summary>
public enum ClockState : byte { Unknown = 0, Unsynced = 1, Synced = 2, Holdover = 3, Restamped = 4, Other = 255 }

/// <summary>The state of the clock and the kernel's bound on its error in microseconds (adjtimex: maxerror).</summary>
public readonly record struct ClockStamp(ClockState State, uint MaxErrorMicroseconds);
