using EdgeProbe.Collector.Fleet;
using EdgeProbe.Collector.Ingest.Decoding;

namespace EdgeProbe.Collector.Ingest;

/// <summary>A decoded batch and the probe whose topic it came on.</summary>
/// <param name="GivenUp">It was held for a birth that did not come: what its aliases mean is not known and will not be guessed.</param>
internal sealed record WaitingBatch(FleetProbe Probe, DecodedBatch Batch, DateTimeOffset Arrived, bool GivenUp = false);
