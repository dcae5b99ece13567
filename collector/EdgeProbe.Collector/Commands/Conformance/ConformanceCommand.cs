using System.CommandLine;
using EdgeProbe.Scoring.Profiles;

namespace EdgeProbe.Collector.Commands.Conformance;

/// <summary><c>edgeprobe-collector conformance FILE</c>: does this build score as the specification says?</summary>
internal static class ConformanceCommand
{
    // The vectors disagree, and the file cannot be used: 1 and 2 as everywhere in the program.
    private const int Disagrees = 1;
    private const int UnusableFile = 2;

    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "JSON of {profile?, tolerance?, vectors or cases: [{id, function, input, expected}]}" };
        var command = new Command("conformance", "Run scoring vectors; print each mismatch, then how many passed and failed") { file };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(file), parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error));
        return command;
    }

    private static int Run(string path, TextWriter output, TextWriter error)
    {
        try
        {
            return ConformanceRun.Run(VectorFile.Read(path), ProfileFile.Default, output) == 0 ? 0 : Disagrees;
        }
        catch (InvalidDataException unusable)
        {
            error.WriteLine(unusable.Message);
            return UnusableFile;
        }
    }
}
