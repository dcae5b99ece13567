using System.CommandLine;
using EdgeProbe.Collector.Commands.Conformance;

var root = new RootCommand("Takes in what probes measure, stores it, scores it and shows it.") { ConformanceCommand.Create() };
return await root.Parse(args).InvokeAsync();
