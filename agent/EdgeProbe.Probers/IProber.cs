namespace EdgeProbe.Probers;

/// <summary>
/// One active method. A failed attempt is a result, not an exception: the network saying no is what we are paid to observe.
/// Implementations may be asked for several targets at once from any thread; they live as long as the agent runs.
/// </summary>
public interface IProber : IAsyncDisposable
{
    /// <summary>Makes exactly one attempt: no retry, no fallback address. Always returns; only cancellation throws.</summary>
    ValueTask<Measurement> MeasureAsync(Target target, CancellationToken cancellation);
}
