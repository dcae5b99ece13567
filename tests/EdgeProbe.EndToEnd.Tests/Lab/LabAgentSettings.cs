using System.Text.Json;
using EdgeProbe.Lab;
using EdgeProbe.Testing.Certificates;

namespace EdgeProbe.EndToEnd.Tests.Lab;

/// <summary>Settings of an agent in a lab's home: the default plan on the lab's services.</summary>
internal static class LabAgentSettings
{
    /// <param name="name">The probe's, of the tenant acme.</param>
    /// <param name="ca">Signs its certificate.</param>
    /// <param name="broker">Port of the broker, which the lab relays into the home.</param>
    /// <param name="lab">What there is to measure.</param>
    public static string Of(string name, ThrowAwayCa ca, int broker, LabAgent lab)
    {
        var files = ca.Client($"acme/{name}");
        return $$"""
            {
              "tenant": "acme", "probe": "{{name}}",
              "broker": { "host": "127.0.0.1", "port": {{broker}}, "ca": "{{ca.CaFile}}", "certificate": "{{files.Certificate}}", "key": "{{files.Key}}" },
              "gateway": "auto",
              "reflector": "{{lab.Reflector}}",
              "services": [{{string.Join(", ", lab.Services.Select(service => $$"""{ "name": "{{service.Name}}", "url": "{{service.Url}}" }"""))}}],
              "resolvers": {{JsonSerializer.Serialize(lab.Resolvers)}},
              "dnsQuestion": "{{lab.DnsQuestion}}",
              "httpCa": "{{lab.HttpCa}}",
              "spool": { "directory": "@DIR@/spool" }
            }
            """;
    }
}
