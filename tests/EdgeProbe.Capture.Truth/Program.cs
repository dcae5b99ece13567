using System.CommandLine;
using EdgeProbe.Capture.Truth;
using EdgeProbe.Capture.Truth.Documents;

var folders = new Argument<string[]>("FOLDER") { Description = "Folders of captures, compared one file after the other", Arity = ArgumentArity.OneOrMore };
var every = new Option<bool>("--every") { Description = "Show every check, not only those that failed" };
var only = new Option<string>("--only") { Description = "Only captures whose name holds this", DefaultValueFactory = _ => "" };
var compare = new Command("compare", "Holds what edgeprobe replay says of captures to tshark, tcptrace, spindump and simulations") { folders, every, only };
compare.SetAction((parsed, _) => new FolderComparison(new ReplayProgram(TimeProvider.System), Console.Out)
    .RunAsync(parsed.GetRequiredValue(folders), parsed.GetValue(only) ?? "", parsed.GetValue(every)));

return await new RootCommand("Holds the passive engine to the truth") { compare }.Parse(args).InvokeAsync();
