namespace EdgeProbe.Capture.Truth.Reports;

/// <summary>Takes the comparisons as they come.</summary>
internal interface ITruthReport
{
    /// <summary>Something was checked and every check passed.</summary>
    bool AllPassed { get; }

    void Begin();

    void Add(Compared compared);

    void End();
}
