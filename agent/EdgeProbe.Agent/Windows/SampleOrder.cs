namespace EdgeProbe.Agent.Windows;

/// <summary>The order of samples in a batch.</summary>
internal static class SampleOrder
{
    /// <summary>By window, which the contract asks for; within one by test, since a stable order compresses better.</summary>
    public static int Compare(Sample a, Sample b) => a.Window.StartMs != b.Window.StartMs
        ? a.Window.StartMs.CompareTo(b.Window.StartMs)
        : a.Test.CompareTo(b.Test);
}
