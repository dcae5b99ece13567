using System.CommandLine;
using EdgeProbe.Accuracy;
using EdgeProbe.Testing.Namespaces;

// The other half of this program, started by itself inside a namespace.
if (args is ["measure", .. var words]) return await ProberSide.RunAsync(words);

var budgets = new Option<string>("--budgets") { Description = "bench/budgets.json", Required = true };
var packets = new Option<int>("--packets") { Description = "Packets of each delay case; loss cases send twice as many", DefaultValueFactory = _ => 1000 };
var json = new Option<bool>("--json") { Description = "One JSON document" };
var root = new RootCommand("Delay and loss as the probe measures them, beside fping on the same emulated path and beside the link's own counts")
{
    budgets, packets, json,
};
root.SetAction(async (parsed, _) =>
{
    var count = parsed.GetValue(packets);
    if (count is < 100 or > 1_000_000)
    {
        await Console.Error.WriteLineAsync($"accuracy: --packets is {count}; it must lie between 100 and 1000000");
        return 2;
    }

    try
    {
        return await Rounds.RunAsync(Budget.Read(parsed.GetRequiredValue(budgets)), count, new Report(Console.Out, parsed.GetValue(json)));
    }
    catch (NamespaceException impossible)
    {
        await Console.Error.WriteLineAsync($"accuracy: {impossible.Message}");
        return 2;
    }
});
return await root.Parse(args).InvokeAsync();
