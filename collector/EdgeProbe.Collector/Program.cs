using System.CommandLine;
using EdgeProbe.Collector.Commands;
using EdgeProbe.Collector.Commands.Conformance;
using EdgeProbe.Collector.Commands.Replay;

var root = new RootCommand("Takes in what probes measure, stores it, scores it and shows it.") { ServeCommand.Create(), ConformanceCommand.Create(), ReplayCommand.Create() };
var parsed = root.Parse(args);
var code = await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
return parsed.Errors.Count > 0 ? ExitCode.Settings : code;
