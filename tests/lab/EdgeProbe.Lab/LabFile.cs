using System.Text.Json;
using EdgeProbe.Lab.Control;

namespace EdgeProbe.Lab;

/// <summary>lab.json in the state directory: what others must know of a running lab. It appears when the lab is ready and goes with it.</summary>
public sealed record LabFile
{
    /// <summary>Of `edgeprobe-lab up`.</summary>
    public required int Pid { get; init; }

    public required ulong Seed { get; init; }

    public required string Profile { get; init; }

    /// <summary>By place: home, gateway, access, core, service.</summary>
    public required IReadOnlyDictionary<string, string> Namespaces { get; init; }

    public required IReadOnlyList<LabLink> Links { get; init; }

    /// <summary>By server: web, resolver, and reflector where it is a program of its own.</summary>
    public required IReadOnlyDictionary<string, int> Processes { get; init; }

    /// <summary>Ports of 127.0.0.1 in home and in gateway that lead to the same port of the host's 127.0.0.1.</summary>
    public required IReadOnlyList<int> Relays { get; init; }

    /// <summary>What an agent in home needs in its settings, by their names there.</summary>
    public required LabAgent Agent { get; init; }

    public static string In(string directory) => Path.Combine(directory, "lab.json");

    public static string SocketIn(string directory) => Path.Combine(directory, "control.sock");

    /// <summary>Null when there is none.</summary>
    public static LabFile? Read(string directory) =>
        File.Exists(In(directory)) ? JsonSerializer.Deserialize<LabFile>(File.ReadAllText(In(directory)), LabJson.Options) : null;

    // Written beside and moved, so that whoever waits for it never reads half of it.
    public void Write(string directory)
    {
        var half = In(directory) + ".new";
        File.WriteAllText(half, JsonSerializer.Serialize(this, LabJson.Options) + "\n");
        File.Move(half, In(directory), overwrite: true);
    }
}

/// <summary>A link with its addresses: near is the customer's side. Both devices have the link's name.</summary>
public sealed record LabLink(string Name, string NearV4, string NearV6, string FarV4, string FarV6);

/// <summary>A fragment of the agent's settings file.</summary>
public sealed record LabAgent
{
    public string Gateway { get; init; } = "auto";

    public required string Reflector { get; init; }

    public required IReadOnlyList<LabService> Services { get; init; }

    public required IReadOnlyList<string> Resolvers { get; init; }

    public required string DnsQuestion { get; init; }

    public required string HttpCa { get; init; }
}

/// <summary>A service as the agent's settings name it.</summary>
public sealed record LabService(string Name, string Url, string ExpectBody, int? TcpPort);
