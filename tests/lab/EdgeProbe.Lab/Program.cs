using System.CommandLine;
using EdgeProbe.Lab;
using EdgeProbe.Lab.Commands;
using EdgeProbe.Testing.Namespaces;

var root = new RootCommand("A miniature ISP in network namespaces: a probe's home, gateway, access line, core and services, with links that can be made bad.")
{
    new UpCommand().Build(), LabCommands.Set(), LabCommands.Reset(), LabCommands.Settings(), LabCommands.Counters(), LabCommands.Script(), LabCommands.Down(),
};
try
{
    // Taking everything down may need longer than the library's 2 seconds.
    return await root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
}
catch (Exception refusal) when (refusal is LabException or NamespaceException)
{
    await Console.Error.WriteLineAsync($"edgeprobe-lab: {refusal.Message}");
    return 2;
}
catch (OperationCanceledException)
{
    return 130; // as a shell says it of SIGINT
}
