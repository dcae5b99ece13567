using System.CommandLine;
using System.Text.Json;
using EdgeProbe.Agent.Settings;
using Microsoft.Extensions.Logging;

namespace EdgeProbe.Agent.Commands;

/// <summary><c>edgeprobe doctor</c>: says what is wrong with this box and what to do, a line each.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var config = ConfigOption.Create();
        var json = new Option<bool>("--json") { Description = "One JSON document instead of text" };
        var command = new Command("doctor", "Check settings, libraries, privileges, spool, passive measurement, broker and clock, each with its remedy.") { config, json };
        command.SetAction((parsed, stopping) => RunAsync(parsed.GetValue(config)!, parsed.GetValue(json), stopping));
        return command;
    }

    private static async Task<int> RunAsync(string config, bool json, CancellationToken stopping)
    {
        using var log = new ConsoleLog(TextWriter.Null, LogLevel.None);
        var findings = new List<DoctorFinding>();
        var (settings, problems) = SettingsFile.Load(config);
        findings.AddRange(DoctorChecks.Settings(config, settings, problems));
        findings.AddRange(DoctorChecks.Libraries());
        findings.AddRange(DoctorChecks.Ping(log));
        findings.Add(DoctorChecks.Clock());
        if (settings is not null)
        {
            findings.Add(DoctorChecks.Spool(settings));
            findings.Add(await PassiveCheck.MakeAsync(settings.Passive, TimeProvider.System, log).ConfigureAwait(false));
            findings.Add(await DoctorChecks.BrokerAsync(settings, log, TimeProvider.System, stopping).ConfigureAwait(false));
        }

        Print(findings, json);
        return findings.FirstOrDefault(f => f.Verdict == DoctorFinding.Fail)?.Code ?? ExitCodes.Ok;
    }

    private static void Print(List<DoctorFinding> findings, bool json)
    {
        var verdict = findings.Exists(f => f.Verdict == DoctorFinding.Fail) ? DoctorFinding.Fail
            : findings.Exists(f => f.Verdict == DoctorFinding.Warn) ? DoctorFinding.Warn : DoctorFinding.Pass;
        if (json)
        {
            PrintJson(verdict, findings);
            return;
        }

        foreach (var finding in findings)
        {
            Console.Out.WriteLine($"{finding.Verdict}  {finding.Check,-10} {finding.Finding}");
            if (finding.Remedy is { } remedy) Console.Out.WriteLine($"                 -> {remedy}");
        }
    }

    private static void PrintJson(string verdict, List<DoctorFinding> findings)
    {
        using var output = Console.OpenStandardOutput();
        using (var json = new Utf8JsonWriter(output, StatusJson.Readable))
        {
            json.WriteStartObject();
            json.WriteString("version", AgentVersion.Text);
            json.WriteString("verdict", verdict);
            json.WriteStartArray("checks");
            foreach (var finding in findings)
            {
                json.WriteStartObject();
                json.WriteString("check", finding.Check);
                json.WriteString("verdict", finding.Verdict);
                json.WriteString("finding", finding.Finding);
                json.WriteString("remedy", finding.Remedy);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        output.WriteByte((byte)'\n');
    }
}
