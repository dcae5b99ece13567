using System.CommandLine;
using EdgeProbe.Capture.Truth;
using EdgeProbe.Capture.Truth.Documents;
using EdgeProbe.Capture.Truth.Hostile;
using EdgeProbe.Capture.Truth.Reports;

var folders = new Argument<string[]>("FOLDER") { Description = "Folders of captures, compared one file after the other", Arity = ArgumentArity.OneOrMore };
var every = new Option<bool>("--every") { Description = "Show every check, not only those that failed" };
var only = new Option<string>("--only") { Description = "Only captures whose name holds this", DefaultValueFactory = _ => "" };
var inside = new Option<bool>("--in-process") { Description = "Ask the engine itself, not the program around it" };
var json = new Option<bool>("--json") { Description = "One JSON document" };
var compare = new Command("compare", "Holds what edgeprobe replay says of captures to tshark, tcptrace, spindump and simulations") { folders, every, only, inside, json };
compare.SetAction((parsed, _) => new FolderComparison(
        parsed.GetValue(inside) ? new ReplayInProcess(TimeProvider.System) : new ReplayProgram(TimeProvider.System),
        parsed.GetValue(json) ? new TruthJson(Console.Out) : new TruthTable(Console.Out, parsed.GetValue(every)))
    .RunAsync(parsed.GetRequiredValue(folders), parsed.GetValue(only) ?? ""));

var captures = new Argument<string[]>("FOLDER") { Description = "Folders of captures that are broken too", Arity = ArgumentArity.ZeroOrMore };
var mutations = new Option<long>("--mutations") { Description = "Broken frames and files in all", DefaultValueFactory = _ => 10_000_000 };
var seed = new Option<int>("--seed") { Description = "The same seed breaks the same things", DefaultValueFactory = _ => 1 };
var fuzz = new Command("fuzz", "Sends broken frames and files through the engine: no exception, no hang, flat memory") { captures, mutations, seed };
fuzz.SetAction((parsed, _) => HostileCommand.RunAsync(
    parsed.GetValue(mutations), parsed.GetValue(seed), [.. (parsed.GetValue(captures) ?? []).SelectMany(SharedCaptures.CapturesIn)], Console.Out));

var file = new Argument<string>("FILE") { Description = "A capture" };
var home = new Option<string[]>("--home") { Description = "Networks of the home" };
var show = new Command("show", "The document of one capture, by the engine of this build") { file, home };
show.SetAction(parsed =>
{
    var run = new ReplayInProcess(TimeProvider.System).Run(parsed.GetRequiredValue(file), parsed.GetValue(home) ?? []);
    Console.Write(run.Json);
    if (run.Errors.Length > 0) Console.Error.WriteLine(run.Errors);
    return run.ExitCode;
});

return await new RootCommand("Holds the passive engine to the truth") { compare, fuzz, show }.Parse(args).InvokeAsync();
