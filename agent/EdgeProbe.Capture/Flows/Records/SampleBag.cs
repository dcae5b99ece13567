using System.Runtime.CompilerServices;
using EdgeProbe.Capture.Memory;

namespace EdgeProbe.Capture.Flows.Records;

/// <summary>Delays of one thing, kept for exact percentiles. Number, smallest and largest are always exact.</summary>
internal struct SampleBag
{
    public uint Count;

    /// <summary>Of the samples kept, every how many-th of those that came; 1 until there are very many.</summary>
    public uint Stride;
    public int Kept;
    public long SmallestNs;
    public long LargestNs;

    // Chunks in the pool and one; 0 for none.
    internal int First;
    internal int Last;
}

/// <summary>Percentiles of a bag in nanoseconds, by the smallest rank that covers them; null when it is empty.</summary>
internal readonly record struct Spread(uint Count, long? Min, long? P50, long? P95, long? Max);

/// <summary>
/// Where bags keep their samples: chunks of seven, since most connections have few, at most 900,000 together. A bag that grows beyond 16,384 keeps every second of
/// them, then every fourth; what finds no place at all is counted and still told by number, smallest and largest. Not thread-safe.
/// </summary>
internal sealed class SamplePool : IDisposable
{
    private const int Chunks = 131_072;
    private const int MostKept = 16_384;

    // Up to 2.1 s a sample is exact; above, to 8 ns.
    private const uint Coarse = 0x8000_0000;
    private const int CoarseShift = 3;

    private readonly NativeList<Chunk> _chunks = new(Chunks);
    private int _free;

    public long NotKept { get; private set; }

    public void Add(ref SampleBag bag, long ns)
    {
        bag.SmallestNs = bag.Count == 0 ? ns : Math.Min(bag.SmallestNs, ns);
        bag.LargestNs = bag.Count == 0 ? ns : Math.Max(bag.LargestNs, ns);
        if (bag.Stride == 0) bag.Stride = 1;
        if (bag.Count++ % bag.Stride != 0) return;
        if (bag.Kept == MostKept) Thin(ref bag);
        Keep(ref bag, Pack(ns));
    }

    public Spread Summarise(in SampleBag bag)
    {
        if (bag.Count == 0) return default;
        if (bag.Kept == 0) return new Spread(bag.Count, bag.SmallestNs, null, null, bag.LargestNs);
        var samples = System.Buffers.ArrayPool<long>.Shared.Rent(bag.Kept);
        var kept = samples.AsSpan(0, bag.Kept);
        Read(bag, kept);
        var (median, high) = (RankOf(0.50, bag.Kept), RankOf(0.95, bag.Kept));
        Select(kept, median);
        // All behind the median are at least as large: the higher rank is among them.
        if (high > median) Select(kept[median..], high - median);
        var spread = new Spread(bag.Count, bag.SmallestNs, Between(bag, kept[median]), Between(bag, kept[high]), bag.LargestNs);
        System.Buffers.ArrayPool<long>.Shared.Return(samples);
        return spread;
    }

    public void Dispose() => _chunks.Dispose();

    // A sample above 2.1 s is kept to 8 ns; the ends are exact, and no percentile lies outside them.
    private static long Between(in SampleBag bag, long ns) => Math.Clamp(ns, bag.SmallestNs, bag.LargestNs);

    // The small constant keeps 0.95 * 20 = 19.000000000000004 from claiming the next rank.
    private static int RankOf(double share, int count) => Math.Max(1, (int)Math.Ceiling(share * count - 1e-9)) - 1;

    /// <summary>Puts the sample of that rank into its place, smaller ones before it and larger ones behind (Hoare's selection).</summary>
    private static void Select(Span<long> samples, int rank)
    {
        var (low, high) = (0, samples.Length - 1);
        // Ends: each round leaves a part of the span out.
        while (low < high)
        {
            var pivot = samples[(low + high) >> 1];
            var (i, j) = (low, high);
            while (i <= j)
            {
                while (samples[i] < pivot) i++;
                while (samples[j] > pivot) j--;
                if (i > j) continue;
                (samples[i], samples[j]) = (samples[j], samples[i]);
                i++;
                j--;
            }

            if (rank <= j) high = j;
            else if (rank >= i) low = i;
            else return;
        }
    }

    private void Keep(ref SampleBag bag, uint packed)
    {
        var within = bag.Kept % Chunk.Samples;
        if (within == 0 && !TryExtend(ref bag))
        {
            NotKept++;
            return;
        }

        _chunks[bag.Last - 1].Values[within] = packed;
        bag.Kept++;
    }

    private bool TryExtend(ref SampleBag bag)
    {
        var chunk = _free > 0 ? _free : _chunks.Add() + 1;
        if (chunk == 0) return false;
        if (_free == chunk) _free = _chunks[chunk - 1].Next;
        _chunks[chunk - 1].Next = 0;
        if (bag.Last == 0) bag.First = chunk;
        else _chunks[bag.Last - 1].Next = chunk;
        bag.Last = chunk;
        return true;
    }

    private void Thin(ref SampleBag bag)
    {
        var kept = new long[bag.Kept];
        Read(bag, kept);
        _chunks[bag.Last - 1].Next = _free;
        _free = bag.First;
        (bag.First, bag.Last, bag.Kept) = (0, 0, 0);
        bag.Stride *= 2;
        for (var i = 0; i < kept.Length; i += 2) Keep(ref bag, Pack(kept[i]));
    }

    private void Read(in SampleBag bag, Span<long> into)
    {
        var chunk = bag.First;
        for (var i = 0; i < bag.Kept; i++)
        {
            if (i > 0 && i % Chunk.Samples == 0) chunk = _chunks[chunk - 1].Next;
            into[i] = Unpack(_chunks[chunk - 1].Values[i % Chunk.Samples]);
        }
    }

    private static uint Pack(long ns) => ns < Coarse ? (uint)Math.Max(0, ns) : Coarse | (uint)Math.Min(ns >> CoarseShift, Coarse - 1);

    private static long Unpack(uint packed) => packed < Coarse ? packed : (long)(packed & ~Coarse) << CoarseShift;

    private struct Chunk
    {
        public const int Samples = 7;
        public int Next;
        public Values Values;
    }

    [InlineArray(Chunk.Samples)]
    private struct Values
    {
        private uint _first;
    }
}
