using EdgeProbe.Benchmarks;
using EdgeProbe.Benchmarks.Capture;
using EdgeProbe.Benchmarks.Micro;
using EdgeProbe.Benchmarks.Scoring;
using EdgeProbe.Benchmarks.Wire;

// bench/micro.sh, bench/wire.sh, bench/score.sh and bench/capture/allocations.sh name the budgets and pass their own arguments on.
if (args is not [var what, var budgets, .. var rest])
{
    Console.Error.WriteLine("usage: micro|wire|score|allocations BUDGETS.json [--json] [--from FILE] [--reference FILE]");
    return 2;
}

var json = rest.Contains("--json");
var from = Array.IndexOf(rest, "--from") is var at and >= 0 && at + 1 < rest.Length ? rest[at + 1] : null;
var reference = Array.IndexOf(rest, "--reference") is var named and >= 0 && named + 1 < rest.Length ? rest[named + 1] : null;
switch (what)
{
    case "micro":
        return MicroReport.Run(Budgets.Read(budgets), json);
    case "wire" when from is not null && !File.Exists(from):
        Console.Error.WriteLine($"wire: --from names \"{from}\", which is no file; capture one with mosquitto_sub -t 'ep/v1/+/+/s' -F %x");
        return 2;
    case "wire":
        return WireReport.Run(Budgets.Read(budgets), from, json);
    case "score" when reference is not null && !File.Exists(reference):
        Console.Error.WriteLine($"score: --reference names \"{reference}\", which is no file; name the executable specification");
        return 2;
    case "score":
        return ScoreReport.Run(Budgets.Read(budgets), reference, json);
    case "allocations" when from is not null:
        return AllocationReport.Run(from);
    default:
        Console.Error.WriteLine($"{what} is not one of micro, wire, score, allocations --from FILE");
        return 2;
}
