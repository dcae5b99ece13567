using System.Globalization;
using System.Text.Json;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace EdgeProbe.Benchmarks.Micro;

/// <summary>Runs the micro benchmarks in one short job and holds their allocations against the budgets.</summary>
internal static class MicroReport
{
    private sealed record Line(string Name, double Nanoseconds, double? Aim, long Bytes, double Budget)
    {
        public bool Holds => Bytes <= Budget;
    }

    public static int Run(Budgets budgets, bool json)
    {
        var summaries = new[] { typeof(SketchBenchmarks), typeof(CodecBenchmarks) }.Select(type => BenchmarkRunner.Run(type, Configuration())).ToArray();
        if (summaries.Any(summary => summary.HasCriticalValidationErrors || summary.Reports.Any(report => !report.Success)))
        {
            Console.Error.WriteLine("micro: a benchmark did not run; its own check may have failed:");
            foreach (var error in summaries.SelectMany(summary => summary.ValidationErrors)) Console.Error.WriteLine(error.Message);
            return 1;
        }

        Line[] lines = [.. summaries.SelectMany(summary => summary.Reports).Select(report => LineOf(report, budgets))];
        if (json) Console.WriteLine(JsonSerializer.Serialize(lines, JsonSerializerOptions.Web));
        else Print(lines);
        return lines.All(line => line.Holds) ? 0 : 1;
    }

    // In this process: no second build, which on a small machine takes longer than the measuring.
    private static ManualConfig Configuration() => ManualConfig.CreateEmpty()
        .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
        .AddDiagnoser(MemoryDiagnoser.Default)
        .AddColumnProvider(DefaultColumnProviders.Instance)
        .AddLogger(NullLogger.Instance)
        .WithArtifactsPath(Path.Combine(Path.GetTempPath(), "edgeprobe-bench"));

    private static Line LineOf(BenchmarkReport report, Budgets budgets)
    {
        var method = report.BenchmarkCase.Descriptor.WorkloadMethod;
        var name = $"{method.DeclaringType!.Name}.{method.Name}";
        return new Line(
            name, report.ResultStatistics!.Median, budgets.AimOf(name),
            report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? 0, budgets.Of($"micro.{name}.bytes_per_operation"));
    }

    private static void Print(Line[] lines)
    {
        Console.WriteLine($"{"benchmark",-36}{"median",14}{"aim",12}{"allocated",14}{"budget",12}");
        foreach (var line in lines)
        {
            var aim = line.Aim is { } there ? string.Create(CultureInfo.InvariantCulture, $"{there:N0} ns") : "-";
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{line.Name,-36}{line.Nanoseconds,11:N1} ns{aim,12}{line.Bytes,12:N0} B{line.Budget,10:N0} B  {(line.Holds ? "ok" : "BROKEN")}"));
        }
    }
}
