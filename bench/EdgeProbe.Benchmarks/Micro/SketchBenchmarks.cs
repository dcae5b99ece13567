using BenchmarkDotNet.Attributes;

namespace EdgeProbe.Benchmarks.Micro;

/// <summary>What a delay costs on the probe, and a minute in the collector.</summary>
public class SketchBenchmarks
{
    private const int Delays = 1_000;
    private readonly ulong[] _delays = new ulong[Delays];
    private readonly DelaySketch _window = new();
    private readonly DelaySketch _minute = new();
    private readonly DelaySketch _other = new();
    private readonly DelaySketch _sum = new();

    [GlobalSetup]
    public void Setup()
    {
        var chance = new Random(1);
        for (var i = 0; i < Delays; i++) _delays[i] = (ulong)(15_000 * Math.Exp(0.4 * (chance.NextDouble() + chance.NextDouble() + chance.NextDouble() - 1.5) * 2));
        foreach (var delay in _delays) _minute.Add(delay);
        foreach (var delay in _delays) _other.Add(delay + 700);
        Check(Add() == Delays && _window.Max == _delays.Max(), "add");
        Check(MergeTwoMinutes() == 2 * Delays && _sum.Sum == _minute.Sum + _other.Sum, "merge");
    }

    [Benchmark(OperationsPerInvoke = Delays)]
    public long Add()
    {
        _window.Clear();
        foreach (var delay in _delays) _window.Add(delay);
        return _window.Count;
    }

    [Benchmark]
    public long MergeTwoMinutes()
    {
        _sum.Clear();
        _sum.Merge(_minute);
        _sum.Merge(_other);
        return _sum.Count;
    }

    private static void Check(bool holds, string what)
    {
        if (!holds) throw new InvalidOperationException($"The benchmark's own answer is wrong: {what}.");
    }
}
