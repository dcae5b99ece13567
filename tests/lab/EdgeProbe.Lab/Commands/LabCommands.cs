using System.CommandLine;
using System.Text.Json;
using EdgeProbe.Lab.Control;
using EdgeProbe.Lab.Isp;
using EdgeProbe.Lab.Scripts;

namespace EdgeProbe.Lab.Commands;

/// <summary>The verbs of `edgeprobe-lab` but for `up`.</summary>
internal static class LabCommands
{
    public static Option<string> State() => new("--state") { Description = "The lab's own directory", Required = true };

    public static Command Set()
    {
        var state = State();
        var target = new Argument<string>("target") { Description = "LINK, LINK.up, LINK.down (lan, access, core, service) or web, resolver, reflector" };
        var pairs = new Argument<string[]>("settings") { Description = "key=value ..., such as delay=20ms loss=1%", Arity = ArgumentArity.OneOrMore };
        var command = new Command("set", "Change an impairment while the lab runs") { state, target, pairs };
        command.SetAction(async (parsed, cancellation) =>
        {
            var request = $"set {parsed.GetRequiredValue(target)} {string.Join(' ', parsed.GetRequiredValue(pairs))}";
            await ControlClient.AskAsync(parsed.GetRequiredValue(state), request, cancellation);
            return 0;
        });
        return command;
    }

    public static Command Reset()
    {
        var state = State();
        var command = new Command("reset", "Back to the profile that the lab was started with, every server up") { state };
        command.SetAction(async (parsed, cancellation) =>
        {
            await ControlClient.AskAsync(parsed.GetRequiredValue(state), "reset", cancellation);
            return 0;
        });
        return command;
    }

    public static Command Settings()
    {
        var state = State();
        var command = new Command("settings", "Print every direction's settings as JSON") { state };
        command.SetAction(async (parsed, cancellation) =>
        {
            await parsed.InvocationConfiguration.Output.WriteLineAsync(
                await ControlClient.AskAsync(parsed.GetRequiredValue(state), "settings", cancellation));
            return 0;
        });
        return command;
    }

    public static Command Counters()
    {
        var state = State();
        var json = new Option<bool>("--json") { Description = "The whole document" };
        var command = new Command("counters", "Print what every direction did: the truth to compare with") { state, json };
        command.SetAction(async (parsed, cancellation) =>
        {
            var document = await ControlClient.AskAsync(parsed.GetRequiredValue(state), "counters", cancellation);
            var output = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(json)) await output.WriteLineAsync(document);
            else CountersTable.Write(output, JsonSerializer.Deserialize<LabCounters>(document, LabJson.Options)!);
            return 0;
        });
        return command;
    }

    public static Command Script()
    {
        var state = State();
        var name = new Argument<string>("script") { Description = $"A file, or one of {string.Join(", ", LabScript.Builtins())}" };
        var command = new Command("script", "Run timed faults and say each in one line") { state, name };
        command.SetAction(async (parsed, cancellation) =>
        {
            var script = LabScript.Open(parsed.GetRequiredValue(name));
            await script.RunAsync(parsed.GetRequiredValue(state), parsed.InvocationConfiguration.Output, TimeProvider.System, cancellation);
            return 0;
        });
        return command;
    }

    public static Command Down()
    {
        var state = State();
        var command = new Command("down", "End the lab, and take away what a killed one has left") { state };
        command.SetAction(async (parsed, _) =>
        {
            await Leftovers.RemoveAsync(parsed.GetRequiredValue(state));
            return 0;
        });
        return command;
    }
}
